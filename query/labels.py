"""Slots in words that a shopper reads: 价格：5000–6000 元, 不要：白色."""

from math import inf

from query.parse import Bounds, Slot, Value

__all__ = ["FLAGS", "dimension_name", "slot_label", "slot_name", "slot_words"]

_NAMES = {
    "brand": "品牌", "category": "分类", "model": "型号", "price_range": "价格", "sort": "排序",
    "flags": "标签", "storage": "存储容量", "ram": "运行内存", "color": "颜色", "size": "尺码",
    "weight": "重量", "volume": "容量", "length": "长度", "dimension": "尺寸", "pack_count": "件数",
    "power": "功率", "battery": "电池容量", "screen_size": "屏幕尺寸", "resolution": "分辨率",
    "refresh_rate": "刷新率", "capacity": "容量", "age_range": "适用年龄", "stage": "段位",
    "gender": "性别", "audience": "人群", "season": "季节", "material": "材质", "style": "风格",
    "feature": "功能", "scene": "场景", "fit": "版型", "horsepower": "匹数", "energy_rating": "能效",
    "spf": "防晒指数", "voltage": "电压", "people": "人数", "speed": "速度", "diopter": "度数",
    "year": "年份", "version": "版本", "connectivity": "连接方式", "interface": "接口",
    "compatible_with": "适用", "words": "词语",
}  # fmt: skip

FLAGS = {
    "free_shipping": "包邮", "self_operated": "自营", "official_store": "官方店", "used": "二手",
    "on_sale": "促销", "installment": "分期",
}  # fmt: skip
"""What is promised of a product, in words."""


def dimension_name(key: str) -> str:
    """A dimension's name; of a catalogue's own attribute what the catalogue calls it."""
    return _NAMES.get(key, key)


def slot_name(slot: Slot) -> str:
    """What a slot is about: 品牌, 颜色; of a catalogue's own attribute its name."""
    return dimension_name(slot.key or slot.name.removeprefix("exclude."))


def slot_words(slot: Slot) -> str:
    """Its values: 华为; 5000–6000 元; 红色或黑色."""
    if slot.name.endswith("flags"):  # all of them are asked for
        return "、".join(FLAGS.get(str(flag), str(flag)) for flag in slot.values)
    return "或".join(map(_word, slot.values))


def slot_label(slot: Slot, written: str | None = None) -> str:
    """Both, as a chip shows them; 不要 before what is excluded. `written`: what it is called here."""
    if slot.name == "exclude.words":
        return f"不要：{slot_words(slot)}"
    return f"{'不要' if slot.excluded else ''}{written or slot_name(slot)}：{slot_words(slot)}"


def _word(value: Value) -> str:
    match value:
        case Bounds():
            low = None if value.low == -inf else value.low
            return _range(low, None if value.high == inf else value.high, value.unit)
        case (low, high):
            return _range(low, high, " 元")
        case _:
            return str(value)


def _range(low: float | None, high: float | None, unit: str) -> str:
    if low is None:
        return f"{high:.10g}{unit}以内"
    if high is None:
        return f"{low:.10g}{unit}以上"
    return f"{low:.10g}–{high:.10g}{unit}"
