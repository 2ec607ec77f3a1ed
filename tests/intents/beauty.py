"""The cosmetics as a shop would keep them: types, uses and contents, read from titles by one table.

The data has brand, price and sales; the rest of the metadata is made here, for index and judgement
alike, by rules that know nothing of the search.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from indexer.catalog import Product, yuan
from tests.intents.values import Item, Variant
from tests.relevance.data import beauty

__all__ = ["BRANDS", "LINES", "SYNONYMS", "TRAITS", "catalogue"]

BRANDS = {
    "雅诗兰黛": ("estee lauder", "Estee Lauder"), "欧莱雅": ("loreal", "L'OREAL"),
    "玉兰油": ("olay", "OLAY"), "倩碧": ("clinique", "Clinique"), "兰蔻": ("lancome", "LANCOME"),
    "佰草集": ("herborist", "Herborist"), "悦诗风吟": ("innisfree", "Innisfree"),
    "自然堂": ("chando", "CHANDO"), "妮维雅": ("nivea", "NIVEA"), "兰芝": ("laneige", "Laneige"),
    "薇姿": ("vichy", "VICHY"), "雅漾": ("avene", "Avene"), "植村秀": ("shu uemura",),
    "资生堂": ("shiseido", "Shiseido"), "美宝莲": ("maybelline", "Maybelline"),
    "SKII": ("sk2", "sk-ii", "SK-II"), "蜜丝佛陀": ("max factor",), "欧珀莱": ("aupres", "AUPRES"),
    "娇兰": ("guerlain",), "雪花秀": ("sulwhasoo",), "美加净": ("maxam", "MAXAM"),
    "相宜本草": ("inoherb",),
}  # fmt: skip
"""Brands with the Latin names that people type."""

_TYPES = {
    "洁面": r"洁面(?!仪|刷)|洗面[奶乳膏]|洗脸(?!刷)|洁肤[乳凝]|净肤乳|洁颜[膏霜]|洗颜霜|清洁霜",
    "卸妆油": r"卸妆油|卸妆洁面油|洁颜油",
    "卸妆水": r"卸妆水|卸妆液|卸妆(?!棉|油|膏|霜|乳|洁)",
    "卸妆膏": r"卸妆[膏霜乳]|洁妆乳",
    "化妆水": r"[爽柔润紧健活洁护]肤水|化妆水|保湿水(?!份|分)|收[缩敛]水|[精菁]华水|精[粹萃]水"
    r"|调理水|平衡水|机能水|护理水|营养水|活颜水|柔润水|亮肤水|能量水|滋润水",
    "乳液": r"乳液|[润护柔亮]肤[乳露]|保湿乳|滋润乳|修护乳|[精菁]华乳|夜乳",
    "面霜": r"面霜|[晚日乳凝夜]霜|[润护亮]肤霜|保湿霜|滋润霜|[精菁]华霜|素颜霜|补水霜|美白霜|修护霜|特润霜",
    "精华": r"[精菁]华(?!水|霜|油|乳|面膜|眼|粉|修容|芯|遮瑕|气垫|卸|洁|唇)|肌底液|原液|精粹露",
    "精华油": r"精华油|护肤油|美容油|精油(?!手霜|护手)",
    "眼霜": r"眼霜|眼部(?:[精菁]华|护理|修护|凝露)[素露液]?|眼[精菁]华|眼胶",
    "面膜": r"面膜|面贴膜|睡眠膜|冻膜",
    "防晒霜": r"防晒(?:隔离)?[霜乳露液]|防晒喷雾|防护[乳露]|隔离防晒",
    "隔离霜": r"隔离[霜乳露]|妆前[乳霜]",
    "粉底液": r"粉底",
    "气垫": r"气垫(?:bb霜?|cc霜?|粉底[液霜]?|隔离霜|霜)?",
    "BB霜": r"bb(?![a-z])霜?|修颜[乳霜]",
    "CC霜": r"cc(?![a-z])霜?",
    "粉饼": r"粉饼",
    "散粉": r"[散蜜]粉|定妆粉",
    "遮瑕": r"遮瑕[膏笔液棒]",
    "口红": r"口红|(?<!护)(?<!润)唇膏|柔润唇膏",
    "唇彩": r"唇[彩釉蜜冻]|染唇",
    "润唇膏": r"(?<!柔)润唇膏|护唇膏|唇膜",
    "腮红": r"腮红|胭脂",
    "眼影": r"眼影",
    "眼线笔": r"眼线",
    "睫毛膏": r"睫毛膏",
    "眉笔": r"眉[笔粉膏]|染眉膏",
    "高光修容": r"修容|高光",
    "香水": r"香水|香氛|古龙水",
    "护手霜": r"护?手霜",
    "身体乳": r"身体(?:滋润|润肤)?乳|身体护理|[润护]体[乳霜]",
    "沐浴露": r"沐浴",
    "洗发水": r"洗发[水露乳]",
    "护发素": r"护发|润发",
    "染发剂": r"染发",
    "喷雾": r"喷雾|活泉水",
    "磨砂膏": r"磨砂|去角质[膏霜乳素啫凝]",
    "止汗露": r"走珠|止汗|爽身",
    "剃须膏": r"剃须|刮胡",
    "化妆棉": r"[化卸]妆棉",
    "洁面仪": r"洁面[仪刷]|洗脸刷|按摩仪",
    "鼻贴": r"鼻贴",
    "花露水": r"花露水",
}
_SETS = re.compile(r"套装|礼盒|套组|组合|套盒|[三四五六七八2-9]件套|部曲")
_MAKE_UP = {
    "粉底液", "气垫", "BB霜", "CC霜", "粉饼", "散粉", "遮瑕", "口红", "唇彩", "腮红", "眼影",
    "眼线笔", "睫毛膏", "眉笔", "高光修容", "隔离霜",
}  # fmt: skip
_COMPOUND = re.compile(r"[\u4e00-\u9fff·.]{0,2}")
_WORDS = re.compile("|".join(f"(?P<t{i}>{words})" for i, words in enumerate(_TYPES.values())))

SYNONYMS = {
    "洁面": ("洗面奶", "洁面乳", "洁面", "洗面乳", "洗脸奶"), "卸妆油": ("卸妆油",),
    "卸妆水": ("卸妆水", "卸妆液"), "化妆水": ("爽肤水", "化妆水", "柔肤水"),
    "乳液": ("乳液",), "面霜": ("面霜", "润肤霜"), "精华": ("精华", "精华液", "精华露"),
    "眼霜": ("眼霜", "眼部精华"), "面膜": ("面膜", "面膜贴"), "防晒霜": ("防晒霜", "防晒乳", "防晒"),
    "隔离霜": ("隔离霜", "妆前乳"), "粉底液": ("粉底液", "粉底"), "气垫": ("气垫", "气垫bb"),
    "BB霜": ("bb霜", "BB霜"), "散粉": ("散粉", "蜜粉", "定妆粉"), "口红": ("口红", "唇膏"),
    "唇彩": ("唇彩", "唇釉"), "润唇膏": ("润唇膏", "护唇膏"), "腮红": ("腮红", "胭脂"),
    "眼线笔": ("眼线笔", "眼线液"), "睫毛膏": ("睫毛膏",), "眉笔": ("眉笔",), "眼影": ("眼影",),
    "护手霜": ("护手霜", "手霜"), "喷雾": ("喷雾", "补水喷雾"), "粉饼": ("粉饼",),
    "护肤套装": ("护肤套装", "护肤品套装", "化妆品套装"),
}  # fmt: skip
"""A type with the words by which people ask for it."""

TRAITS = {
    "男士": "男士", "保湿": "保湿", "补水": "补水", "控油": "控油", "美白": "美白|净白|亮白|焕白",
    "紧致": "紧致", "抗皱": "抗皱|细纹|皱纹", "祛痘": "祛痘|清痘|抗痘|淡痘|战痘", "防水": "防水",
    "去黑头": "黑头", "淡斑": "淡斑|祛斑|色斑", "遮瑕": "遮瑕", "滋润": "滋润",
    "去黑眼圈": "黑眼圈",
}  # fmt: skip
"""For whom and what for: a word that people type, with how titles say it."""

LINES = {
    "小黑瓶": "兰蔻", "小棕瓶": "雅诗兰黛", "红石榴": "雅诗兰黛", "神仙水": "SKII", "黄油": "倩碧",
    "小雏菊": "倩碧", "三步曲": "倩碧", "火山岩": "欧莱雅", "红景天": "相宜本草", "绿茶": "悦诗风吟",
    "雪域精粹": "自然堂", "新恒美": "佰草集", "多效智妍": "雅诗兰黛", "帝皇蜂姿": "娇兰",
    "时光锁": "欧珀莱", "雪纱": "兰芝", "新玉润": "佰草集", "活泉水": "雅漾", "菁纯": "兰蔻",
    "水漾动力": "玉兰油", "复颜": "欧莱雅", "红妍肌活": "资生堂", "大红瓶": "玉兰油",
    "小灯泡": "SKII", "四倍": "相宜本草", "火山泥": "悦诗风吟", "温泉": "薇姿", "睛采造型": "美宝莲",
}  # fmt: skip
"""Lines and nicknames with the brand whose they are."""

_CONTENT = re.compile(r"(\d+(?:\.\d)?)\s?(ml|g)(?![a-z])", re.IGNORECASE)


def catalogue() -> Iterator[tuple[Product, Item]]:
    """Each product as a full feed has it, and as it is judged."""
    for product in beauty():
        kind, mentioned = _types(product.title)
        traits = {name for name, said in TRAITS.items() if re.search(said, product.title)}
        lines = {line for line in LINES if line in product.title}
        attributes: dict[str, tuple[str, ...]] = {}
        if "男士" in traits:
            attributes["适用性别"] = ("男士",)
        if uses := tuple(sorted(traits - {"男士"})):
            attributes["功效"] = uses
        contents = [(found[1], found[2].lower()) for found in _CONTENT.finditer(product.title)]
        if contents:
            attributes["净含量"] = tuple(dict.fromkeys(map("".join, contents)))
        numbers = {
            unit: frozenset(float(number) for number, other in contents if other == unit)
            for _, unit in contents
        }
        yield (
            replace(product, category=_path(kind), attributes=attributes),
            Item(
                id=product.id,
                title=product.title,
                brand=product.brand,
                kind=kind,
                mentioned=frozenset(mentioned - {kind}),
                traits=frozenset(traits | lines),
                numbers=numbers,
                variants=(Variant(price=yuan(product.price)),),
                sales=product.sales or 0,
            ),
        )


def _types(title: str) -> tuple[str, set[str]]:
    """The type that a title names most, of equals the first; and all that it names.

    Of types in one compound only the last is its head: 原液面膜 is a mask.
    """
    names = list(_TYPES)
    text = title.lower()
    found = [
        (names[int(one.lastgroup.removeprefix("t"))], one.start(), one.end())
        for one in _WORDS.finditer(text)
        if one.lastgroup
    ]
    heads = [
        name
        for (name, _, end), (_, after, _) in zip(found, [*found[1:], ("", -1, 0)], strict=False)
        if after < 0 or not _COMPOUND.fullmatch(text, end, after)
    ]
    counts = Counter(heads)
    if _SETS.search(title):
        is_make_up = sum(counts[name] for name in _MAKE_UP) * 2 > counts.total()
        return "彩妆套装" if is_make_up else "护肤套装", {name for name, _, _ in found}
    kind = max(counts, key=lambda name: (counts[name], -heads.index(name)), default="其他")
    return kind, {name for name, _, _ in found}


def _path(kind: str) -> tuple[str, ...]:
    return ("美容护肤", "彩妆" if kind in _MAKE_UP or kind == "彩妆套装" else "护肤", kind)
