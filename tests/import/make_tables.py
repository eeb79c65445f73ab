"""Makes the workbooks in tables/. Run: python3 make_tables.py (openpyxl, xlwt)."""
import csv, os, sys
from datetime import datetime
from openpyxl import Workbook
from openpyxl.styles import Font, Alignment
import openpyxl

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables")
os.makedirs(HERE, exist_ok=True)
os.chdir(HERE)


def save(book, name):
    book.properties.created = book.properties.modified = datetime(2026, 11, 1)
    book.save(name)


def wide():
    """Title, unit line, two-level merged heading, line breaks in names, numbers as text, totals."""
    book = Workbook()
    s = book.active
    s.title = "汇总"
    s["A1"] = "2026年全市“消薄”工作情况统计表"
    s.merge_cells("A1:I1")
    s["A2"] = "填报单位：市委组织部"
    s["H2"] = "单位：万元"
    head = ["序号", "县（市、区）", "达标村（个）", None, "扶持资金", None, "覆盖率", "联系电话", "备注"]
    for c, t in enumerate(head, 1):
        s.cell(3, c, t)
    for c, t in {3: "目标数", 4: "完成数", 5: "计划", 6: "2026年"}.items():
        s.cell(4, c, t)
    for span in ["A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4", "H3:H4", "I3:I4"]:
        s.merge_cells(span)
    rows = [
        [1, "莲 都 区", 401, "402 ", 1000, "1,560", 0.986, "0578-1", None],
        [2, "景宁畲族\n自治县", 122, "１２２", 800.5, "约800", 0.9735, None, "含飞地"],
        [3, "龙泉", 300, "/", 500, "2.738亿元", "97.5%", None, None],
        [None, "合计", 823, 524, "=SUM(E5:E7)", None, None, None, None],
    ]
    for r, row in enumerate(rows, 5):
        for c, v in enumerate(row, 1):
            s.cell(r, c, v)
    s["G5"].number_format = "0.0%"
    s["G6"].number_format = "0.00%"
    s["A9"] = "注：数据截至2026年10月。"
    s["A10"] = "填报人：张三"
    save(book, "wide.xlsx")


def unclear():
    """Everything that must not be guessed."""
    book = Workbook()
    s = book.active
    s.title = "表"
    s.append(["县", "达标村", "扶持资金（万元）", "农民满意度", "覆盖率"])
    s.append(["莲都区", 1, "1.23457E+16", 5, 0.5])
    s.append(["经开区", 2, 3, 5, 0.7])
    s.append(["龙泉市", "=B2*2", datetime(2026, 10, 15), 5, 0.9])
    s.append(["龙泉市", 9, 4, 5, 0.9])
    s.row_dimensions[5].hidden = True
    s.append(["景宁县", 3, 12345678901234567, 5, 1])
    save(book, "unclear.xlsx")


def turned():
    """Counties across, units in a column of their own."""
    book = Workbook()
    s = book.active
    s.title = "横表"
    s.append(["各县主要指标"])
    s.append(["序号", "指标", "单位", "莲都区", "龙泉市", "景宁", "全市"])
    s.append([1, "达标村", "个", 401, 300, 122, 823])
    s.append([2, "扶持资金", "亿元", 0.1, 0.2, 0.3, 0.7])
    save(book, "turned.xlsx")


def list_sheets():
    """One sheet for each county, a row for each indicator."""
    book = Workbook()
    book.remove(book.active)
    for name, a, b in [("莲都区", 401, 900), ("龙泉市", 300, 800)]:
        s = book.create_sheet(name)
        s.append(["指标", "单位", "上年数", "本年数", "备注"])
        s.append(["达标村", "个", 1, a, None])
        s.append(["扶持资金", "万元", 2, b, "三年合计"])
    save(book, "list.xlsx")


def long():
    rows = [["县区", "指标", "完成数", "目标"], ["莲都", "达标村", "401", "401"], ["莲都", "扶持资金", "4.2亿元", ""],
            ["龙泉", "达标村", "300", "310"]]
    with open("long.csv", "w", newline="", encoding="gb18030") as f:
        csv.writer(f).writerows(rows)
    with open("long.txt", "w", newline="", encoding="utf-16") as f:
        csv.writer(f, delimiter="\t").writerows(rows)
    with open("long-bom.csv", "w", newline="", encoding="utf-8-sig") as f:
        csv.writer(f).writerows(rows)


def old_format():
    import xlwt
    book = xlwt.Workbook(encoding="utf-8")
    s = book.add_sheet("汇总")
    s.write_merge(0, 0, 0, 2, "标题")
    for c, t in enumerate(["县", "达标村", "覆盖率"]):
        s.write(1, c, t)
    percent = xlwt.easyxf(num_format_str="0.0%")
    for r, (name, v, p) in enumerate([("莲都区", 401, 0.986), ("龙泉市", 300, 0.5)], 2):
        s.write(r, 0, name)
        s.write(r, 1, v)
        s.write(r, 2, p, percent)
    book.save("old.xls")


def years():
    """One sheet for each year."""
    book = Workbook()
    book.remove(book.active)
    for year, a in (("2025年", 390), ("2026年", 401)):
        s = book.create_sheet(year)
        s.append(["县", "达标村", "目标", "培训班"])
        s.append(["莲都", a, 500, 3])
        s.append(["龙泉", a - 100, 500, 2])
    save(book, "years.xlsx")


def formulas():
    """Formulas whose values LibreOffice computes: 1/3, a percentage, a failing one, a total."""
    book = Workbook()
    s = book.active
    s.title = "汇总"
    for row in [["县", "达标村", "扶持资金（万元）", "覆盖率"],
                ["莲都区", "=400+1", "=15000000/10000", "=39/40"],
                ["龙泉市", "=B2-100", "=1/3", "=7/8"],
                ["景宁", "=SUM(100,101)", 5, "=1/0"],
                ["合计", "=SUM(B2:B4)", "=SUM(C2:C4)"]]:
        s.append(row)
    for cell in ("D2", "D3", "D4"):
        s[cell].number_format = "0.0%"
    s["C3"].number_format = "0.00"
    save(book, "formulas.xlsx")


def odd():
    """What colleagues do to a table: numbers struck through, wholly and in part, comments, ¥ formats."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.comments import Comment
    book = Workbook()
    s = book.active
    s.title = "核对"
    for row in [["县", "达标村", "扶持资金"], ["莲都区", 401, 15600000], ["龙泉市", 300, 8000000], ["景宁", 122, 5000000]]:
        s.append(row)
    s["B3"].font = Font(strike=True)
    s["B4"] = CellRichText(TextBlock(InlineFont(strike=True), "120"), TextBlock(InlineFont(), "122"))
    s["B2"].comment = Comment("县里说还要核", "张三")
    for cell in ("C2", "C3", "C4"):
        s[cell].number_format = "[$¥-804]#,##0.00"
    save(book, "odd.xlsx")


odd(); formulas(); years(); wide(); unclear(); turned(); list_sheets(); long(); old_format()
