"""Makes the documents in documents/. Run: python3 make_documents.py (python-docx; pandoc and soffice on the path)."""
import io, os, struct, subprocess, zlib, zipfile, shutil
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, Cm

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "documents")
W = nsdecls("w")
os.makedirs(HERE, exist_ok=True)
os.chdir(HERE)


def png(r, g, b):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = b"\0" + bytes([r, g, b]) * 8
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(row * 8)) + chunk(b"IEND", b""))


def face(run, name, size, bold=None):
    run.font.size = Pt(size)
    run.font.name = name
    run._r.rPr.rFonts.set(qn("w:eastAsia"), name)
    if bold is not None:
        run.bold = bold


def styled():
    """Heading styles, lists by style, merged table, pictures with captions, comments, split runs."""
    d = Document()
    d.add_heading("补助变股金，红色添绿意", 0)
    d.add_paragraph("文/ 杨敏 周若毅")
    d.add_heading("一、实施背景", 1)
    p = d.add_paragraph()
    p.add_run("夯实责任，强化使命").bold = True
    p.add_run("担当。").bold = True
    p.add_run("成立区级“消薄”工作领导小组，23个村入股900万元，增速10.1%。")
    d.add_heading("二、主要做法", 1)
    d.add_heading("（一）精准发力", 2)
    for t in ["碧湖镇23个村", "雅溪镇岱后村"]:
        d.add_paragraph(t, style="List Bullet")
    d.add_paragraph("其中甲", style="List Bullet 2")
    for t in ["第一步", "第二步"]:
        d.add_paragraph(t, style="List Number")
    d.add_picture(io.BytesIO(png(180, 18, 29)), width=Cm(4))
    d.add_paragraph("图1 岱后“红军营”开营（杨敏 摄）", style="Caption")
    t = d.add_table(rows=3, cols=3)
    for r, row in enumerate([["乡镇", "资金", ""], ["", "计划", "到位"], ["碧湖", "1,000", "900"]]):
        for c, v in enumerate(row):
            t.cell(r, c).text = v
    t.cell(0, 1).merge(t.cell(0, 2))
    t.cell(0, 0).merge(t.cell(1, 0))
    d.add_heading("三、发展成效", 1)
    d.add_paragraph("3*5=15亩，10~15万元，见[2019]12号、{{x}}和<b>。")
    t = d.add_table(rows=2, cols=2)
    for r, row in enumerate([["县", "数"], ["莲都", "401"]]):
        for c, v in enumerate(row):
            t.cell(r, c).text = v
    d.add_picture(io.BytesIO(png(10, 90, 29)), width=Cm(4))
    d.add_paragraph("图2 光伏项目").alignment = WD_ALIGN_PARAGRAPH.CENTER
    d.add_heading("四、启示", 1)
    d.add_paragraph("脚注在此。")
    d.save("styled.docx")


def by_look():
    """Title, headings and byline by font and size only, as county offices write."""
    d = Document()
    d.styles["Normal"].font.size = Pt(16)
    p = d.add_paragraph(); p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    face(p.add_run("借船出海 抱团发展"), "方正小标宋简体", 22)
    p = d.add_paragraph(); p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    face(p.add_run("——龙泉市消薄工作纪实"), "楷体", 16)
    p = d.add_paragraph(); p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    face(p.add_run("中共龙泉市委组织部"), "楷体", 16)
    for kind, text in [("h", "一、实施背景"), ("p", "　　龙泉市19个乡镇（街道）累计培训8000余人次。"), ("h", "二、主要做法"),
                       ("k", "（一）构建体系"), ("p", "　　**不是加粗**，约2300人次参加。"), ("b", "1.定期培训"),
                       ("p", "　　一是集中培训12期。二是送教上门。"), ("h", "三、启示探讨"), ("p", "　　要长远。")]:
        p = d.add_paragraph()
        run = p.add_run(text)
        if kind == "h":
            face(run, "黑体", 16)
        elif kind == "k":
            face(run, "楷体_GB2312", 16)
        elif kind == "b":
            face(run, "仿宋_GB2312", 16, True)
        else:
            face(run, "仿宋_GB2312", 16)
    d.save("by-look.docx")


def odd():
    """Tracked changes, comments, hidden text, a text box, EMF and linked pictures, Chinese automatic numbers."""
    d = Document()
    d.add_heading("修订稿", 0)
    body = d.element.body
    def raw(xml):
        from lxml import etree
        ns = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
              'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
              'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
              'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
              'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
              'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
              'xmlns:v="urn:schemas-microsoft-com:vml"')
        el = etree.fromstring(xml.replace("<w:p>", f"<w:p {ns}>", 1).encode())
        body.insert(len(body) - 1, el)
    raw('<w:p><w:r><w:t>共投入</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>旧数100万元</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>2.738亿元</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r>'
        '<w:r><w:t>，建项目58个。</w:t></w:r></w:p>')
    raw('<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        '<w:txbxContent><w:p><w:r><w:t>文本框里的话。</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
        '<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>文本框里的话。</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>'
        '</mc:AlternateContent></w:r></w:p>')
    raw('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://www.example.gov.cn/a" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>官网</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>有全文。</w:t></w:r></w:p>')
    raw('<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rIdEmf"/></v:shape></w:pict></w:r></w:p>')
    raw('<w:p><w:r><w:t>图1 示意图</w:t></w:r></w:p>')
    raw('<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip r:link="rIdLink"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>')
    d.save("tmp.docx")
    with zipfile.ZipFile("tmp.docx") as z:
        parts = {n: z.read(n) for n in z.namelist()}
    os.remove("tmp.docx")
    rels = parts["word/_rels/document.xml.rels"].decode()
    rels = rels.replace("</Relationships>",
        '<Relationship Id="rIdEmf" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.emf"/>'
        '<Relationship Id="rIdLink" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://example.com/x.png" TargetMode="External"/>'
        '</Relationships>')
    parts["word/_rels/document.xml.rels"] = rels.encode()
    parts["word/media/image1.emf"] = b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 40
    parts["word/comments.xml"] = ('<?xml version="1.0" encoding="UTF-8"?><w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:comment w:id="0" w:author="张三"><w:p><w:r><w:t>这个数要再核一下</w:t></w:r></w:p></w:comment></w:comments>').encode()
    with zipfile.ZipFile("odd.docx", "w", zipfile.ZIP_DEFLATED) as z:
        for n, b in parts.items():
            z.writestr(zipfile.ZipInfo(n, (2026, 11, 1, 0, 0, 0)), b, zipfile.ZIP_DEFLATED)


def forms():
    """A form with the text in its fields; a table of contents, a fraction, an end of paragraph that was deleted, a frame."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    w = nsdecls("w")
    d = Document()
    d.add_paragraph("典型案例申报表")
    t = d.add_table(4, 2)
    rows = [("案例名称", "飞地抱团"), ("报送单位", "青田县委组织部"), ("实施背景", "2019年有122个薄弱村。"), ("联系电话", "0578-0000000")]
    for r, (a, b) in enumerate(rows):
        t.cell(r, 0).text = a
        t.cell(r, 1).text = b
    t.cell(2, 1).add_paragraph("第二段。")
    d.save("form.docx")
    d = Document()
    d.add_heading("有目录的稿子", 0)
    d.add_paragraph("青田县农业农村局　王 强　李小明")
    d.element.body.insert(1, parse_xml(f'<w:p {w}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>一、背景 1</w:t></w:r></w:p>'))
    d.element.body.insert(2, parse_xml(f'<w:p {w}><w:r><w:t>二、做法 2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'))
    d.add_heading("一、背景", 1)
    p = d.add_paragraph("完成率为")
    p._p.append(parse_xml('<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f><m:num><m:r><m:t>401</m:t></m:r></m:num>'
        '<m:den><m:r><m:t>444</m:t></m:r></m:den></m:f></m:oMath>'))
    p.add_run("。")
    p = d.add_paragraph("这一段的段末被删，")
    p._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {w}><w:del w:id="5" w:author="a"/></w:rPr>'))
    d.add_paragraph("与这一段相连。")
    d.add_heading("二、做法", 1)
    t = d.add_table(2, 1)
    t.cell(0, 0).text = "框里的第一段。"
    t.cell(1, 0).text = "框里的第二段。"
    d.save("contents.docx")


def pandoc():
    """What pandoc writes: headings, lists, a table, a footnote, bold, a link, a picture."""
    with open("p.png", "wb") as f:
        f.write(png(20, 20, 200))
    md = """---
title: 抱团发展
author: [中共景宁县委组织部]
date: 2026-10-31
---

# 一、背景

全县254个村入股资金**1.2亿元**[^1]，见[官网](https://www.example.gov.cn/)。

[^1]: 由县兴村富民公司统一管理，年收益6%。

## （一）做法

1. 甲
2. 乙
   - 丙

| 县 | 数 |
|----|---:|
| 景宁 | 254 |

![图1 大漈](p.png)

# 二、启示

换行在此\\
第二行。H~2~O 与 m^2^，~~删去~~。
"""
    with open("p.md", "w") as f:
        f.write(md)
    subprocess.run(["pandoc", "p.md", "-o", "pandoc.docx"], check=True)
    os.remove("p.md"); os.remove("p.png")


def libreoffice():
    """styled.docx opened and saved again by LibreOffice Writer."""
    env = dict(os.environ, HOME="/tmp")
    subprocess.run(["soffice", "--headless", "--convert-to", "odt", "--outdir", "tmp", "styled.docx"], check=True, env=env)
    subprocess.run(["soffice", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "tmp", "tmp/styled.odt"], check=True, env=env)
    shutil.move("tmp/styled.docx", "libreoffice.docx")
    shutil.move("tmp/styled.odt", "libreoffice.odt")
    subprocess.run(["soffice", "--headless", "--convert-to", "doc", "--outdir", ".", "by-look.docx"], check=True, env=env)
    shutil.rmtree("tmp")


def numbered(d, levels):
    """A list of several levels, (format, text) each; its number id."""
    numbering = d.part.numbering_part.element
    of = lambda tag, key: [int(e.get(qn(key))) for e in numbering.findall(qn(tag))]
    abstract, number = max(of("w:abstractNum", "w:abstractNumId")) + 1, max(of("w:num", "w:numId")) + 1
    parts = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels))
    numbering.find(qn("w:num")).addprevious(
        parse_xml(f'<w:abstractNum {W} w:abstractNumId="{abstract}">{parts}</w:abstractNum>'))
    numbering.append(parse_xml(
        f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'))
    return number


def item(d, text, number, level):
    p = d.add_paragraph(text)
    p._p.get_or_add_pPr().append(parse_xml(
        f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))


def levels():
    """Numbers of several levels that Word writes, bold headings that end like sentences, pictures in tables,
    quotations, a short sentence under a picture, and what Word keeps outside of w:t."""
    d = Document()
    d.add_heading("多级编号", 0)
    n = numbered(d, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."),
                     ("decimal", "（%4）"), ("lowerLetter", "%5.")])
    item(d, "背景", n, 0)
    item(d, "总体", n, 1)
    item(d, "修路3公里。", n, 2)
    item(d, "甲村1公里。", n, 3)
    item(d, "东段。", n, 4)
    item(d, "建桥2座。", n, 2)
    for text, after in [("（二）压实责任。", "全年研究12次。"), ("1.建强队伍。", "培训2300余人次。")]:
        d.add_paragraph().add_run(text).bold = True
        d.add_paragraph(after)
    p = d.add_paragraph()
    p.add_run("（三）抓好人才。").bold = True
    p.add_run("选派第一书记51名。")
    d.add_picture(io.BytesIO(png(1, 0, 0)), width=Cm(4))
    d.add_paragraph("今年又增收了8万元")
    d.add_paragraph("“把路走下去。”村支书说。", style="Intense Quote")
    d.add_paragraph("第二句。", style="Quote")
    t = d.add_table(rows=2, cols=2)
    for i, caption in enumerate(["图3 甲村", "图4 乙村"]):
        t.cell(0, i).paragraphs[0].add_run().add_picture(io.BytesIO(png(2, i, 0)))
        t.cell(1, i).text = caption
    t = d.add_table(rows=1, cols=2)
    for i, caption in enumerate(["丙村的茶园", "丁村的民宿"]):
        t.cell(0, i).paragraphs[0].add_run().add_picture(io.BytesIO(png(3, i, 0)))
        t.cell(0, i).add_paragraph(caption)
    run = lambda inner: f"<w:r>{inner}</w:r>"
    text = lambda words: run(f"<w:t>{words}</w:t>")
    mark = lambda kind: run(f'<w:fldChar w:fldCharType="{kind}"/>')
    field = lambda code: mark("begin") + run(f"<w:instrText>{code}</w:instrText>") + mark("end")
    for inner in [
        run('<w:sym w:font="Symbol" w:char="F0B3"/>') + run('<w:sym w:font="Wingdings" w:char="F082"/>') + text("43户"),
        run(f'<w:ruby><w:rt>{text("lí")}</w:rt><w:rubyBase>{text("丽")}</w:rubyBase></w:ruby>') + text("水"),
        run('<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="决胜47"/></v:shape></w:pict>'),
        run('<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>'
            '<w:listEntry w:val="乙50"/></w:ddList></w:ffData></w:fldChar>') + mark("end"),
        field("EQ \\f(51,52)") + text("、") + field("eq \\o\\ac(○,3)") + text("项、") + field("EQ \\i\\su(1,9,x)"),
        text("{{villages}}"),
    ]:
        d.element.body.insert(-1, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    d.save("levels.docx")


def office():
    """As WPS writes it and offices send it: a text box and its copy for older programs, a VML picture, a torn one, a
    picture in the header, a typed table of contents, soft returns, captions of two pictures, who took them."""
    d = Document()
    p = d.add_paragraph()
    p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    face(p.add_run("莲都区“持股分红”壮大集体经济"), "方正小标宋简体", 22)
    p = d.add_paragraph()
    p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    face(p.add_run("莲都区委组织部"), "楷体_GB2312", 16, True)
    d.add_paragraph("□ 本报记者 杨敏 通讯员 周若毅")
    d.add_paragraph("目  录")
    for line in ["一、背景\t1", "二、做法\t2"]:
        d.add_paragraph(line)
    p = d.add_paragraph()
    for line in ["一、背景", "全区122个村收入薄弱，亟需破题，各方期盼。", "二、做法", "组建公司2家，入股900万元，分红72万元。"]:
        run = p.add_run(line)
        run.bold = len(line) < 6
        run.add_break()
    d.add_paragraph("1.盘活资产7处。")
    d.add_picture(io.BytesIO(png(1, 2, 3)), width=Cm(2))
    d.add_picture(io.BytesIO(png(4, 5, 6)), width=Cm(2))
    d.add_paragraph("左图：开营现场；右图：红军食堂")
    d.add_picture(io.BytesIO(png(7, 8, 9)), width=Cm(2))
    d.add_paragraph("游客在岱后村体验。记者 王五/摄")
    d.add_picture(io.BytesIO(png(10, 11, 12)), width=Cm(2))
    d.add_paragraph("图4 坏了的图")
    head = d.sections[0].header.paragraphs[0]
    head.add_run("内部资料").add_picture(io.BytesIO(png(13, 14, 15)), width=Cm(1))
    d.save("tmp.docx")
    words = "<w:txbxContent><w:p><w:r><w:t>链接：奖励资金36万元。</w:t></w:r></w:p></w:txbxContent>"
    box = ('<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
           '<mc:Choice Requires="wps"><w:drawing><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
           f'wordprocessingShape"><wps:txbx>{words}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>'
           f'<v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{words}</v:textbox></w:pict></mc:Fallback>'
           '</mc:AlternateContent></w:r></w:p>')
    vml = ('<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" type="#_x0000_t75">'
           '<v:imagedata r:id="rIdV"/></v:shape></w:pict></w:r></w:p><w:p><w:r><w:t>图5 山场</w:t></w:r></w:p>')
    app = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/'
           'officeDocument/2006/extended-properties"><Application>WPS Office_12.1.0.18276</Application></Properties>')
    picture = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
    torn = png(10, 11, 12)
    with zipfile.ZipFile("tmp.docx") as z, zipfile.ZipFile("office.docx", "w", zipfile.ZIP_DEFLATED) as out:
        for n in z.namelist():
            b = z.read(n)
            if n == "word/document.xml":
                b = b.decode().replace("<w:sectPr", box + vml + "<w:sectPr", 1).encode()
            elif n == "word/_rels/document.xml.rels":
                more = f'<Relationship Id="rIdV" {picture} Target="media/v.png"/></Relationships>'
                b = b.decode().replace("</Relationships>", more).encode()
            elif n == "docProps/app.xml":
                b = app.encode()
            elif b == torn:
                b = b[:12]
            out.writestr(zipfile.ZipInfo(n, (2026, 11, 1, 0, 0, 0)), b, zipfile.ZIP_DEFLATED)
        out.writestr(zipfile.ZipInfo("word/media/v.png", (2026, 11, 1, 0, 0, 0)), png(16, 17, 18))
    os.remove("tmp.docx")


styled(); by_look(); odd(); forms(); levels(); office(); pandoc(); libreoffice()
