//! Builds that are broken off: killed at any moment, out of space, into a
//! folder that cannot be written, or met by a second one. The old site or the
//! new one stands, whole, and the next build leaves nothing of what happened.

use super::story::{files_below, xunli};
use super::untouched::{Sound, exit, siblings};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

type Site = BTreeMap<PathBuf, Vec<u8>>;

/// A showcase that can be told in two ways, and the site of each.
struct Two {
    sound: Sound,
    texts: [String; 2],
    sites: [Site; 2],
}

impl Two {
    fn lay() -> Two {
        let sound = Sound::lay();
        let text = fs::read_to_string(case(&sound)).unwrap();
        let texts = [text.clone(), format!("{text}\n又添一段。\n")];
        let sites = [0, 1].map(|which| {
            fs::write(case(&sound), &texts[which]).unwrap();
            assert_eq!(exit(xunli(&sound.root()).arg("build")), 0);
            files_below(&sound.root().join("output"))
        });
        assert!(sites[0] != sites[1]);
        Two {
            sound,
            texts,
            sites,
        }
    }

    fn tell(&self, which: usize) {
        fs::write(case(&self.sound), &self.texts[which]).unwrap();
    }

    /// Which of the two sites stands, whole.
    fn standing(&self) -> Option<usize> {
        let found = files_below(&self.sound.root().join("output"));
        self.sites.iter().position(|site| *site == found)
    }

    fn assert_tidy(&self) {
        assert_eq!(
            siblings(&self.sound.root()),
            [".xunli-cache", "content", "output"]
        );
    }
}

fn case(sound: &Sound) -> PathBuf {
    sound.root().join("content/2024/dong/index.md")
}

/// How many builds are killed: 200, or what `KILLS` says.
fn kills() -> u32 {
    let given = std::env::var("KILLS").ok();
    given.map_or(200, |kills| kills.parse().unwrap())
}

#[cfg(unix)]
#[test]
fn kill_9_at_any_moment_of_a_build_leaves_a_whole_site() {
    let two = Two::lay();
    let root = &two.sound.root();
    let mut longest = Duration::ZERO;
    for which in [0, 1, 0] {
        two.tell(which);
        let started = Instant::now();
        assert_eq!(exit(xunli(root).arg("build")), 0);
        longest = longest.max(started.elapsed());
    }
    let (mut random, mut killed, mut littered) = (20_260_701_u64, 0, 0);
    for round in 0..kills() {
        let which = usize::from(two.standing() == Some(0));
        two.tell(which);
        let mut build = xunli(root)
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // xorshift64, for the same moments in every run.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let share = u32::try_from(random % 1_000).unwrap();
        std::thread::sleep(longest * share / 1_000);
        build.kill().unwrap();
        // A machine has quiet hours and busy ones: follow them.
        if build.wait().unwrap().code().is_none() {
            killed += 1;
            longest = (longest * 11 / 10).min(Duration::from_secs(5));
        } else {
            longest = longest * 9 / 10;
        }
        assert!(
            two.standing().is_some(),
            "neither site stands after kill {round}"
        );
        littered += u32::from(siblings(root).len() > 3);
        // Half of the time the next build meets what this one left.
        if random.is_multiple_of(2) {
            assert_eq!(exit(xunli(root).arg("build")), 0);
            assert_eq!(two.standing(), Some(which));
            two.assert_tidy();
        }
    }
    println!(
        "{killed} of {} builds killed, {littered} left something to tidy up",
        kills()
    );
    assert!(
        killed > kills() / 4,
        "most builds ended before they were killed"
    );
}

/// Ends builds by a signal while they write, until `WANTED` of them were met.
#[cfg(target_os = "linux")]
fn end_while_writing(two: &Two, signal: rustix::process::Signal) {
    const WANTED: usize = 5;
    let root = &two.sound.root();
    let staging = root.join(".output.xunli-staging");
    let mut met = 0;
    for round in 0..200 {
        let stood = two.standing();
        two.tell(usize::from(stood == Some(0)));
        // What runs in the background of a shell has Ctrl-C ignored, and so would
        // all that it begins.
        let mut build = through("env", &["--default-signal=INT,TERM,HUP"], &xunli(root))
            .args(["build", "--lang", "en"])
            .current_dir(root)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !staging.exists() && build.try_wait().unwrap().is_none() {}
        let id = rustix::process::Pid::from_child(&build);
        let _ = rustix::process::kill_process(id, signal);
        let (code, text) = said(&build.wait_with_output().unwrap());
        two.assert_tidy();
        match code {
            // It had all it needed, or was done before.
            Some(0) => assert!(two.standing() != stood, "round {round}: {text}"),
            Some(code) => {
                assert_eq!(code, 128 + signal.as_raw(), "{text}");
                assert_eq!(text, "stopped; the old site stands as it was\n");
                assert_eq!(two.standing(), stood, "round {round}");
                met += 1;
            }
            None => panic!("round {round}: killed while it wrote"),
        }
        if met == WANTED {
            return;
        }
    }
    panic!("no build of 200 was met while it wrote");
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_left_a_working_folder_and_a_lock_to_the_next_build() {
    use rustix::process::Signal;
    let two = Two::lay();
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        end_while_writing(&two, signal);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_build_under_nohup_outlives_its_terminal() {
    let two = Two::lay();
    let root = &two.sound.root();
    for which in [0, 1, 0, 1] {
        two.tell(which);
        // The shell stays, or it would be gone before there is anybody to kill.
        let (code, text) = said(&after(
            "trap '' HUP; ( while kill -HUP $$; do sleep 0.001; done ) >/dev/null 2>&1 &",
            root,
        ));
        assert_eq!(code, Some(0), "{text}");
        assert_eq!(two.standing(), Some(which));
    }
}

/// The program in `root` after `before`, a line of shell.
fn after(before: &str, root: &Path) -> Output {
    let line = format!("{before} exec \"$0\" build --lang en");
    through("sh", &["-c", &line], &xunli(root))
        .current_dir(root)
        .output()
        .unwrap()
}

/// The program as another one begins it, with the same surroundings.
fn through(other: &str, arguments: &[&str], program: &Command) -> Command {
    let mut command = Command::new(other);
    let surroundings = program.get_envs();
    command
        .args(arguments)
        .arg(program.get_program())
        .envs(surroundings.filter_map(|(key, value)| Some((key, value?))));
    command
}

fn said(output: &Output) -> (Option<i32>, String) {
    let text = String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text.into_owned())
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_site_and_says_so() {
    let two = Two::lay();
    let root = &two.sound.root();
    two.tell(0);
    // No file over a block. The signal that says so ended the program, unless
    // it was ignored: then writing fails as on a full disk.
    for before in ["trap '' XFSZ; ulimit -f 1;", "ulimit -f 1;"] {
        let (code, text) = said(&after(before, root));
        assert_eq!(code, Some(3), "{before} {text}");
        assert!(text.contains("[output-disk-full]"), "{text}");
        assert_eq!(two.standing(), Some(1));
        two.assert_tidy();
    }
    assert_eq!(exit(xunli(root).arg("build")), 0);
    assert_eq!(two.standing(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn an_endless_template_was_missing_in_what_programs_read() {
    let two = Two::lay();
    let root = &two.sound.root();
    let folder = root.join("themes/hong/templates");
    fs::create_dir_all(&folder).unwrap();
    let endless = "{% set_global a = \"a\" %}{% for i in range(end=60) %}\
        {% set_global a = a ~ a %}{% endfor %}{{ a }}";
    fs::write(folder.join("county.html"), endless).unwrap();
    let output = xunli(root).args(["check", "--format", "json"]).output();
    let output = output.unwrap();
    let (code, text) = said(&output);
    assert_eq!((code, text.as_str()), (Some(1), ""));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["findings"][0]["code"], "template");
}

#[test]
fn a_page_without_end_is_told_with_its_limit() {
    let two = Two::lay();
    let root = &two.sound.root();
    let folder = root.join("themes/hong/templates");
    fs::create_dir_all(&folder).unwrap();
    // A megabyte, seventy times.
    let long = "{% set_global a = \"a\" %}{% for i in range(end=20) %}\
        {% set_global a = a ~ a %}{% endfor %}\
        {% for i in range(end=70) %}{{ a }}{% endfor %}";
    fs::write(folder.join("county.html"), long).unwrap();
    let (code, text) = said(
        &xunli(root)
            .args(["check", "--lang", "en"])
            .output()
            .unwrap(),
    );
    assert_eq!(code, Some(1), "{text}");
    let told = "one page by the template `county.html` grows beyond 64 MB; stopped";
    assert!(text.contains(told), "{text}");
}

#[test]
fn what_is_left_of_a_pack_that_was_killed_goes_with_the_next() {
    let two = Two::lay();
    let root = &two.sound.root();
    let left = root.join(".output.zip.xunli-part");
    fs::write(&left, "half").unwrap();
    assert_eq!(exit(xunli(root).arg("pack")), 0);
    assert!(!left.exists() && root.join("output.zip").exists());
}

#[cfg(unix)]
#[test]
fn six_open_files_ended_in_a_panic() {
    let two = Two::lay();
    let root = &two.sound.root();
    two.tell(0);
    for most in 5..=10 {
        let (code, text) = said(&after(&format!("ulimit -n {most};"), root));
        assert!(matches!(code, Some(0 | 3)), "{most}: {code:?} {text}");
        assert!(!text.contains("panicked"), "{most}: {text}");
        assert!(!text.contains("os error"), "{most}: {text}");
        two.assert_tidy();
    }
}

/// True where this user may mount in a name space of their own.
#[cfg(target_os = "linux")]
fn may_mount() -> bool {
    let tried = Command::new("unshare")
        .args([
            "--user",
            "--map-root-user",
            "--mount",
            "mount",
            "-t",
            "tmpfs",
            "none",
            "/mnt",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let may = tried.is_ok_and(|status| status.success());
    if !may {
        println!("skipped: mounting is not allowed here");
    }
    may
}

#[cfg(target_os = "linux")]
#[test]
fn a_target_that_cannot_be_written_leaves_the_old_site_and_says_so() {
    let two = Two::lay();
    let root = &two.sound.root();
    if !may_mount() {
        return;
    }
    two.tell(0);
    for closed in ["output", "."] {
        let mounts = format!(
            "unshare --user --map-root-user --mount sh -c 'mount --bind {closed} {closed} && \
             mount -o remount,bind,ro {closed} && cd ../\"$1\" && exec \"$0\" build --lang en' \"$0\" \"${{PWD##*/}}\"; exit;"
        );
        let (code, text) = said(&after(&mounts, root));
        assert_eq!(code, Some(3), "{text}");
        assert!(text.contains("[output-read-only]"), "{text}");
        assert_eq!(two.standing(), Some(1));
        two.assert_tidy();
    }
}

#[test]
fn a_target_too_deep_for_the_system_left_the_folders_on_the_way_to_it() {
    let sound = Sound::lay();
    let root = &sound.root();
    let deep = vec!["y"; 2_045].join("/");
    assert_eq!(exit(xunli(root).args(["build", "--output", &deep])), 3);
    assert_eq!(siblings(root), ["content"], "neither folders nor a cache");
}

#[test]
fn of_builds_at_once_each_publishes_or_says_that_another_is_at_work() {
    let two = Two::lay();
    let root = &two.sound.root();
    two.tell(0);
    let builds: Vec<_> = (0..8)
        .map(|_| {
            let mut build = xunli(root);
            build
                .args(["build", "--lang", "en"])
                .stdout(Stdio::null())
                .stderr(Stdio::piped());
            build.spawn().unwrap()
        })
        .collect();
    let mut published = 0;
    for build in builds {
        let (code, text) = said(&build.wait_with_output().unwrap());
        match code {
            Some(0) => published += 1,
            Some(3) => assert!(text.contains("[output-locked]"), "{text}"),
            other => panic!("{other:?}: {text}"),
        }
    }
    assert!(published > 0);
    assert_eq!(two.standing(), Some(0));
    two.assert_tidy();
}
