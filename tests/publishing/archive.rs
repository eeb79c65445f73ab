//! A site that is kept for ten years: one archive, the same wherever it was
//! made, and a copy that is held against what was published.

use super::ground::{GOVERNMENT, Ground, files};
use std::fs;
use std::io::Read;
use std::process::Command;
use std::time::{Duration, SystemTime};

#[test]
fn two_archives_of_two_days_are_the_same_bytes() {
    let pack = |zone: &str, locale: &str, day: u64| {
        let ground = Ground::new(Some("https://a.gov.cn/x/"), &[2022, 2023], GOVERNMENT);
        let then = SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400);
        for file in files(&ground.path("content")) {
            let file = fs::File::options()
                .write(true)
                .open(ground.path("content").join(file));
            file.unwrap().set_modified(then).unwrap();
        }
        let output = Command::new(env!("CARGO_BIN_EXE_xunli"))
            .arg("pack")
            .current_dir(ground.path("."))
            .envs([("TZ", zone), ("LC_ALL", locale), ("LANG", locale)])
            .output()
            .unwrap();
        assert!(output.status.success());
        fs::read(ground.path("output.zip")).unwrap()
    };
    let one = pack("Asia/Shanghai", "zh_CN.UTF-8", 10_000);
    assert!(one == pack("America/New_York", "C", 20_000));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(one)).unwrap();
    let mut chinese = 0;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        chinese += usize::from(file.name().unwrap().contains("照片"));
        file.read_to_end(&mut Vec::new()).unwrap();
    }
    assert!(chinese >= 6, "{chinese}");
}

#[test]
fn verify_names_what_is_wrong_with_a_folder_or_an_archive() {
    let ground = Ground::new(None, &[2023], "");
    let output = ground.build(&["--compress"]);
    assert!(ground.run(&["pack", "output"]).status.success());
    let said = |what: &str| {
        let told = ground.run(&["verify", what]);
        let said = String::from_utf8([told.stderr, told.stdout].concat()).unwrap();
        (told.status.code(), said)
    };
    for whole in ["output", "output.zip"] {
        let (code, said) = said(whole);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("all as they were published"), "{said}");
    }
    assert_eq!(said("nowhere").0, Some(3));
    let sound = fs::read(ground.path("output.zip")).unwrap();
    for at in (0..sound.len()).step_by(sound.len() / 97) {
        let mut broken = sound.clone();
        broken[at] ^= 1 << (at % 8);
        ground.write("broken.zip", &broken);
        assert_eq!(said("broken.zip").0, Some(1), "byte {at}");
    }
    fs::remove_file(output.join("about/index.html")).unwrap();
    fs::rename(output.join("404.html"), output.join("405.html")).unwrap();
    fs::write(output.join("2023/shell.php"), "<?php").unwrap();
    let path = output.join("index.html");
    let mut page = fs::read(&path).unwrap();
    page[100] ^= 1;
    fs::write(&path, page).unwrap();
    let (code, said) = said("output");
    assert_eq!(code, Some(1));
    for wanted in [
        "output/about/index.html: error[copy-missing]",
        "output/404.html: error[copy-missing]",
        "output/405.html: error[copy-foreign]",
        "output/2023/shell.php: error[copy-foreign]",
        "output/index.html: error[copy-changed]",
    ] {
        assert!(said.contains(wanted), "{said}");
    }
}

/// A ZIP file of `files`, packed as small as can be.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[cfg(target_os = "linux")]
#[test]
fn an_archive_that_unpacks_to_a_gigabyte_took_a_gigabyte() {
    let ground = Ground::new(None, &[2023], "");
    let output = ground.build(&[]);
    let manifest = fs::read(output.join("manifest.json")).unwrap();
    let much = vec![b' '; 1 << 30];
    let large: [&[(&str, &[u8])]; 2] = [
        &[("manifest.json", &manifest), ("index.html", &much)],
        &[("manifest.json", &much)],
    ];
    for files in large {
        let archive = packed(files);
        assert!(archive.len() < 2 << 20, "{}", archive.len());
        ground.write("large.zip", &archive);
        // Half of that is all it gets; of threads, one has its own memory.
        let told = Command::new("sh")
            .args([
                "-c",
                "ulimit -v 524288; exec \"$0\" verify large.zip --lang en",
            ])
            .arg(env!("CARGO_BIN_EXE_xunli"))
            .env("RAYON_NUM_THREADS", "1")
            .current_dir(ground.path("."))
            .output()
            .unwrap();
        let said = String::from_utf8([told.stderr, told.stdout].concat()).unwrap();
        assert_eq!(told.status.code(), Some(1), "{said}");
        let wrong = ["[copy-changed]", "[copy-unreadable]"];
        assert!(wrong.iter().any(|code| said.contains(code)), "{said}");
    }
}
