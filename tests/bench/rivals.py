#!/usr/bin/env python3
"""Whole builds side by side with Hugo and Zola, on the same content.

    python3 tests/bench/rivals.py [--counties 1000] [--rounds 5] [--no-whole] [--keep DIR]

Each program that is on the PATH (hugo, zola) builds one page per county: a
case of some 1,500 characters, forty figures from a TOML file as a table with
progress bars, links to the neighbours; a list of all, a feed, a site map. All
read the same files, a folder for each county, and work out the progress; the
templates are equivalent. The programs run in turns, each into an empty folder,
so that a loud machine is loud for all; what is printed are medians, and ratios
to the faster rival. `again` is a build that changes nothing. `charts` is the same
pages with four charts in two widths on each, which no rival draws; `own` is
those pages as the program's own theme shows them, with tables and files of each
chart; `whole` is everything that it makes unless told otherwise: data pages,
indicators, comparisons, print, downloads. `floor` only copies the files of
`xunli`.

Needs a release build (target/release/xunli, or --xunli) and GNU time.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def run(command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options)


def timed(command, folder):
    """Wall, CPU seconds and peak MiB of a command, by GNU time."""
    with tempfile.NamedTemporaryFile("r") as report:
        run(["/usr/bin/time", "-f", "%e %U %S %M", "-o", report.name, *command], cwd=folder)
        wall, user, system, peak = report.read().split()
    return float(wall), float(user) + float(system), int(peak) / 1024


def size(folder):
    total = count = 0
    for place, _, names in os.walk(folder):
        for name in names:
            total += os.path.getsize(os.path.join(place, name))
            count += 1
    return total, count


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def counties(ground):
    """Every county: slug, front matter, Markdown with its references replaced,
    and its file of figures as it is."""
    edition = os.path.join(ground, "content", "2024")
    with open(os.path.join(edition, "edition.toml"), "rb") as file:
        about = tomllib.load(file)
    units = {i["id"]: i["unit"] for i in about["indicators"]}
    for slug in about["roster"]:
        with open(os.path.join(edition, slug, "index.md"), encoding="utf-8") as file:
            _, front, body = file.read().split("+++\n", 2)
        with open(os.path.join(edition, slug, "figures.toml"), encoding="utf-8") as file:
            figures = file.read()
        values = tomllib.loads(figures).get("figures", {})
        # A spared lookup: rivals have no references to figures in the prose.
        body = re.sub(r"\{\{(\w+)\}\}", lambda m: f"{values[m[1]]['value']}{units[m[1]]}", body)
        yield slug, tomllib.loads(front), body, figures


def indicators(ground):
    """The names and units of the figures, by id."""
    with open(os.path.join(ground, "content", "2024", "edition.toml"), "rb") as file:
        about = tomllib.load(file)
    return "".join(
        f"[{i['id']}]\nname = {quoted(i['name'])}\nunit = {quoted(i['unit'])}\n"
        for i in about["indicators"]
    )


PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}：{title} - 千县巡礼</title><meta name="description" content="{summary}"><link rel="stylesheet" href="{root}site.css"><link rel="alternate" type="application/atom+xml" href="{root}feed.xml"></head>
<body><header><p><a href="{root}index.html">千县巡礼</a></p></header>
<main><article><p>{name}</p><h1>{title}</h1><p>{summary}</p>
{content}
<h2>数据</h2>
<table><thead><tr><th>指标</th><th>数值</th><th>目标</th><th>进度</th></tr></thead><tbody>
{rows}</tbody></table>
<nav>{turn}</nav></article></main>
<footer><p>某省委组织部</p></footer></body></html>
"""
ROW = '<tr id="{id}"><th>{name}</th><td>{value}</td><td>{target}</td><td><progress max="100" value="{done}"></progress> {done}%</td></tr>\n'
CHARTS = (
    "{% for figure in charts %}<figure><figcaption>{{ figure.heading }}</figcaption>"
    "{{ figure.svg | safe }}</figure>\n{% endfor %}"
)
LIST = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>千县巡礼</title><link rel="stylesheet" href="site.css"><link rel="alternate" type="application/atom+xml" href="feed.xml"></head>
<body><main><h1>千县一年</h1><ul>
{items}</ul></main><footer><p>某省委组织部</p></footer></body></html>
"""
ITEM = '<li><a href="{href}">{name}</a> {title}</li>\n'
FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>千县巡礼</title><id>https://example.org/</id><updated>2024-12-31T00:00:00Z</updated>
{entries}</feed>
"""
ENTRY = "<entry><title>{name}：{title}</title><id>{url}</id><link href=\"{url}\"/><updated>2024-12-31T00:00:00Z</updated><summary>{summary}</summary></entry>\n"


def fill(text, **values):
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def hugo(ground, folder):
    put(
        f"{folder}/hugo.toml",
        'baseURL = "https://example.org/"\nlanguageCode = "zh-CN"\ntitle = "千县巡礼"\n'
        'disableKinds = ["taxonomy", "term"]\n[outputs]\nhome = ["html", "rss"]\nsection = []\n'
        "[markup.goldmark.renderer]\nunsafe = false\n"
        # The files of figures are read, not published.
        "[[cascade]]\n[cascade.build]\npublishResources = false\n",
    )
    put(f"{folder}/data/indicators.toml", indicators(ground))
    for slug, front, body, figures in counties(ground):
        head = "".join(f"{key} = {quoted(front[key])}\n" for key in ("name", "title", "summary"))
        put(f"{folder}/content/2024/{slug}/index.md", f"+++\n{head}+++\n{body}")
        put(f"{folder}/content/2024/{slug}/figures.toml", figures)
    values = {
        "name": "{{ .Params.name }}",
        "title": "{{ .Title }}",
        "summary": "{{ .Params.summary }}",
        "root": "../../",
    }
    row = fill(
        ROW,
        id="{{ $id }}",
        name="{{ $is.name }}",
        value="{{ .value }}{{ $is.unit }}",
        target="{{ .target }}{{ $is.unit }}",
        done='{{ printf "%.1f" $done }}',
    )
    done = "(div (mul 100.0 (sub .value .baseline)) (sub .target .baseline))"
    rows = (
        '{{ with .Resources.Get "figures.toml" }}'
        "{{ range $id, $_ := (transform.Unmarshal .).figures }}"
        "{{ $is := index site.Data.indicators $id }}"
        "{{ $done := math.Min 100 (math.Max 0 " + done + ") }}" + row + "{{ end }}{{ end }}"
    )
    turn = (
        '{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Params.name }}</a>{{ end }}'
        ' {{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Params.name }}</a>{{ end }}'
    )
    page = fill(PAGE, content="{{ .Content }}", rows=rows, turn=turn, **values)
    put(f"{folder}/layouts/_default/single.html", page)
    item = fill(ITEM, href="{{ .RelPermalink }}", name="{{ .Params.name }}", title="{{ .Title }}")
    items = "{{ range site.RegularPages }}" + item + "{{ end }}"
    put(f"{folder}/layouts/index.html", fill(LIST, items=items))
    entry = fill(ENTRY, url="{{ .Permalink }}", **{k: v for k, v in values.items() if k != "root"})
    entries = "{{ range site.RegularPages }}" + entry + "{{ end }}"
    feed = fill(FEED, entries=entries).replace('<?xml version="1.0" encoding="utf-8"?>', '{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}')
    put(f"{folder}/layouts/index.rss.xml", feed)
    return ["hugo", "--quiet", "--noBuildLock", "--destination", "public"], "public"


def zola(ground, folder):
    put(
        f"{folder}/config.toml",
        'base_url = "https://example.org"\ntitle = "千县巡礼"\ndefault_language = "zh"\n'
        "generate_feeds = true\nfeed_limit = 1000000\n"
        # The files of figures are read, not published.
        'ignored_content = ["*.toml"]\n',
    )
    put(f"{folder}/indicators.toml", indicators(ground))
    put(f"{folder}/content/_index.md", "+++\n+++\n")
    put(f"{folder}/content/2024/_index.md", '+++\nsort_by = "slug"\nrender = false\n+++\n')
    for slug, front, body, figures in counties(ground):
        head = "".join(f"{key} = {quoted(front[key])}\n" for key in ("title",))
        extra = "".join(f"{key} = {quoted(front[key])}\n" for key in ("name", "summary"))
        put(
            f"{folder}/content/2024/{slug}/index.md",
            f"+++\n{head}date = 2024-12-31\n[extra]\n{extra}+++\n{body}",
        )
        put(f"{folder}/content/2024/{slug}/figures.toml", figures)
    values = {
        "name": "{{ page.extra.name }}",
        "title": "{{ page.title }}",
        "summary": "{{ page.extra.summary }}",
        "root": "../../",
    }
    row = fill(
        ROW,
        id="{{ id }}",
        name="{{ is.name }}",
        value="{{ f.value }}{{ is.unit }}",
        target="{{ f.target }}{{ is.unit }}",
        done="{{ done | round(precision=1) }}",
    )
    rows = (
        '{% set indicators = load_data(path="indicators.toml") %}'
        '{% set data = load_data(path="content/2024/" ~ page.slug ~ "/figures.toml") %}'
        "{% if data.figures %}{% for id, f in data.figures %}{% set is = indicators[id] %}"
        "{% set done = 100.0 * (f.value - f.baseline) / (f.target - f.baseline) %}"
        "{% if done < 0 %}{% set done = 0 %}{% elif done > 100 %}{% set done = 100 %}{% endif %}"
        + row + "{% endfor %}{% endif %}"
    )
    turn = (
        '{% if page.lower %}<a rel="prev" href="{{ page.lower.permalink }}">{{ page.lower.extra.name }}</a>{% endif %}'
        ' {% if page.higher %}<a rel="next" href="{{ page.higher.permalink }}">{{ page.higher.extra.name }}</a>{% endif %}'
    )
    page = fill(PAGE, content="{{ page.content | safe }}", rows=rows, turn=turn, **values)
    put(f"{folder}/templates/page.html", page)
    item = fill(ITEM, href="{{ p.permalink }}", name="{{ p.extra.name }}", title="{{ p.title }}")
    items = (
        '{% set s = get_section(path="2024/_index.md") %}{% for p in s.pages %}' + item + "{% endfor %}"
    )
    put(f"{folder}/templates/index.html", fill(LIST, items=items))
    put(f"{folder}/templates/section.html", "")
    entry = fill(
        ENTRY,
        url="{{ page.permalink }}",
        **{key: value for key, value in values.items() if key != "root"},
    )
    entries = "{% for page in pages %}" + entry + "{% endfor %}"
    put(f"{folder}/templates/atom.xml", fill(FEED, entries=entries))
    return ["zola", "build", "--force", "--output-dir", "public"], "public"


def ours(xunli, folder, charts=False):
    """The same pages: two templates over the built-in theme; with `charts`, all
    that the program draws of its own accord beside the table."""
    row = fill(
        ROW,
        id="{{ figure.id }}",
        name="{{ figure.name }}",
        value="{{ figure.value }}",
        target="{{ figure.target }}",
        done="{{ figure.progress.width }}",
    )
    turn = (
        '{% if previous %}<a rel="prev" href="{{ page.root }}{{ previous.href }}">{{ previous.name }}</a>{% endif %}'
        ' {% if next %}<a rel="next" href="{{ page.root }}{{ next.href }}">{{ next.name }}</a>{% endif %}'
    )
    page = fill(
        PAGE,
        name="{{ county.name }}",
        title="{{ county.title }}",
        summary="{{ county.summary }}",
        root="{{ page.root }}",
        content="{{ text.html | safe }}",
        rows="{% for figure in figures %}" + row + "{% endfor %}",
        turn=turn,
    )
    if charts:
        page = page.replace("<nav>", CHARTS + "<nav>")
    templates = f"{folder}/themes/hong/templates"
    put(f"{templates}/county.html", page)
    item = fill(
        ITEM,
        href="{{ page.root }}{{ county.href }}",
        name="{{ county.name }}",
        title="{{ county.title }}",
    )
    put(
        f"{templates}/edition.html",
        fill(LIST, items="{% for county in counties %}" + item + "{% endfor %}"),
    )
    return [xunli, "build", ".", "--output", "public", "--quiet"], "public"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--counties", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--xunli", default=os.path.join(ROOT, "target", "release", "xunli"))
    parser.add_argument("--synthesize", help="the example `synthesize`, built")
    parser.add_argument("--no-whole", action="store_true", help="leave out `whole`, the longest")
    parser.add_argument("--keep", help="a folder for all sites, kept")
    arguments = parser.parse_args()
    folder = arguments.keep or tempfile.mkdtemp(prefix="rivals-")
    synthesize = arguments.synthesize
    if synthesize is None:
        run(["cargo", "build", "--example", "synthesize"], cwd=ROOT)
        synthesize = os.path.join(ROOT, "target", "debug", "examples", "synthesize")
    xunli, count = os.path.abspath(arguments.xunli), str(arguments.counties)
    kinds = {"plain": ["plain"], "charts": ["charts"], "own": ["charts"], "whole": []}
    if arguments.no_whole:
        del kinds["whole"]
    for kind, made in kinds.items():
        shutil.rmtree(f"{folder}/{kind}", ignore_errors=True)
        run([synthesize, f"{folder}/{kind}", count, *made])
    programs = {"xunli": (ours(xunli, f"{folder}/plain"), f"{folder}/plain", True)}
    programs["again"] = (programs["xunli"][0], f"{folder}/plain", False)
    programs["charts"] = (ours(xunli, f"{folder}/charts", charts=True), f"{folder}/charts", True)
    build = [xunli, "build", ".", "--output", "public", "--quiet"]
    for kind in list(kinds)[2:]:
        programs[kind] = ((build, "public"), f"{folder}/{kind}", True)
    for name, make in (("hugo", hugo), ("zola", zola)):
        if shutil.which(name):
            shutil.rmtree(f"{folder}/{name}", ignore_errors=True)
            programs[name] = (make(f"{folder}/plain", f"{folder}/{name}"), f"{folder}/{name}", True)
        else:
            print(f"{name} is not on the PATH", file=sys.stderr)
    copy = ["cp", "-r", f"{folder}/plain/public", "public"]
    os.makedirs(f"{folder}/floor", exist_ok=True)
    programs["floor"] = ((copy, "public"), f"{folder}/floor", True)
    results = {name: [] for name in programs}
    # Put aside, not removed: for five seconds after files went, ext4 passes over
    # their places one by one, which would be counted as work of who builds next.
    aside = f"{folder}/aside"
    shutil.rmtree(aside, ignore_errors=True)
    os.makedirs(aside)
    for turn in range(arguments.rounds):
        for name, ((command, output), place, afresh) in programs.items():
            if afresh and os.path.exists(f"{place}/{output}"):
                os.rename(f"{place}/{output}", f"{aside}/{name}-{turn}")
            results[name].append(timed(command, place))
    shutil.rmtree(aside)
    show(programs, results)
    if arguments.keep is None:
        shutil.rmtree(folder)


def show(programs, results):
    middle = {
        name: tuple(statistics.median(row[at] for row in rows) for at in range(3))
        for name, rows in results.items()
    }
    rivals = [middle[name] for name in ("hugo", "zola") if name in middle]
    best = min(rivals, key=lambda row: row[1]) if rivals else None
    print("| program | wall s | CPU s | peak MiB | output MB | files | wall, CPU, peak to the faster rival |")
    print("|---|---:|---:|---:|---:|---:|---|")
    for name, (wall, cpu, peak) in middle.items():
        (_, output), place, _ = programs[name]
        total, count = size(f"{place}/{output}")
        ratio = ""
        if best:
            ratio = " ".join(f"{mine / theirs:.2f}" for mine, theirs in zip((wall, cpu, peak), best))
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {total / 1e6:.1f} | {count} | {ratio} |")


if __name__ == "__main__":
    main()
