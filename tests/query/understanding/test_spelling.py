"""What was typed wrong is read right where that is sure, suggested where it is likely, else left."""

import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.attributes import Attributes
from indexer.catalog import DocumentId, Fen, Product
from query.lexicon.building import built
from query.lexicon.lexicon import Lexicon
from query.suggest.spelling import compact
from query.understanding.parser import Understanding
from tests.query.understanding.errors import KINDS, Errors, names


def shop_of(*titles: str) -> Understanding:
    """A shop that has phones of Huawei and what the titles say."""
    goods = [
        Product(
            id=DocumentId("h"), title="华为手机", brand="华为", category=("手机",), price=Fen(1)
        ),
        *(
            Product(id=DocumentId(str(number)), title=title, price=Fen(1))
            for number, title in enumerate(titles)
        ),
    ]
    return Understanding(built(lambda: goods, Attributes.shipped()), Analyzer())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("羽绒符", "羽绒服"),
        ("花为手机", "华为手机"),
        ("罗技鼠镖", "罗技鼠标"),
        ("平果手机 256g", "苹果手机 256g"),
        ("苏伯尔电饭煲", "苏泊尔电饭煲"),
        ("方便面 康师父", "方便面 康师傅"),
        ("蓝牙耳鸡 降噪", "蓝牙耳机 降噪"),
        ("扫地机器仁", "扫地机器人"),
        ("羽毛秋拍", "羽毛球拍"),
        ("拉杠箱", "拉杆箱"),
        ("电煲饭", "电饭煲"),
        ("夏威果", "夏威夷果"),
        ("nikee 篮球鞋", "NIKE 篮球鞋"),
        ("addidas 跑步鞋", "adidas 跑步鞋"),
        ("iphon 15 手机", "iphone 15 手机"),
        ("huawei shouji", "华为 手机"),
        ("huaweishouji 256G", "华为手机 256G"),
        ("xi yi ji", "洗衣机"),
        ("yurongfu nv", "羽绒服 女"),
        ("jianpan jixie", "键盘 机械"),
        ("naike xie", "耐克 鞋"),
        ("olay mianshuang", "olay 面霜"),
        ("sanzhisongshu", "三只松鼠"),
        ("华wei手机", "华为手机"),
        ("hua为手机 256g", "华为手机 256g"),
        ("羽毛qiu拍", "羽毛球拍"),
        ("充dian宝", "充电宝"),
        ("洗yi液 3kg", "洗衣液 3kg"),
    ],
)
def test_a_sure_error_is_put_right(understanding: Understanding, typed: str, meant: str) -> None:
    parse = understanding.parse(typed)
    assert parse.corrected is not None
    assert compact(parse.corrected) == compact(meant)
    assert parse.query == typed
    assert compact(parse.whole) == compact(meant)
    assert understanding.parse(parse.corrected).corrected is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xmsj", "小米手机"),
        ("pgsj", "苹果手机"),
        ("空条 挂机", "空调 挂机"),
        ("空条", "空调"),
        ("充电包 10000毫安", "充电宝 10000毫安"),
        ("双间包 男", "双肩包 男"),
        ("aptamill", "aptamil"),
        ("吸器", "吸尘器"),
        ("美白面摸", "美白面膜"),  # 白面 is a word too
        ("吸尘尘器", "吸尘器"),
    ],
)
def test_a_likely_error_is_only_suggested(
    understanding: Understanding, typed: str, meant: str
) -> None:
    parse = understanding.parse(typed)
    assert parse.suggestions
    assert compact(meant) in map(compact, parse.suggestions)
    assert len(parse.suggestions) <= 3
    assert parse.corrected is None or compact(parse.corrected) != compact(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "床帘 宿舍",
        "杯子 可爱",
        "按摩仪 颈椎",
        "保险盒取电usb",
        "白酒酒杯",
        "保温杯杯套",
        "复合板",
        "三目显微镜",
        "老版游戏机",
        "手机散热器",
        "清洗机 汽车",
        "iphone16",
        "mate60",
        "realme x7 pro",
        "magicbook v14",
        "babysafe学步车",
        "连衣裙女夏季",
        "2000到3000的华为手机",
        "ＯＰＰＯ　ｆｉｎｄ　ｘ８",
        "a—b 手机",
        "㈱ 手机",
        "英国bi电阻30k",  # 笔电 would end inside 电阻
        "手机ke",
        "华b手机",
    ],
)
def test_what_may_be_meant_as_it_stands_is_left_alone(
    understanding: Understanding, typed: str
) -> None:
    assert understanding.parse(typed).corrected is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("無線耳機", "无线耳机"),
        ("蘋果手機 256G", "苹果手机 256G"),
        ("餅乾  無糖", "饼干 无糖"),
        ("３００元以内　耳機", "300元以内 耳机"),
        ("羽絨符", "羽绒服"),
    ],
)
def test_another_script_is_told_as_what_is_searched(
    understanding: Understanding, typed: str, read: str
) -> None:
    assert understanding.parse(typed).corrected == read


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("便宜的花为手机", {"brand": "花为", "category": "手机"}),
        ("huaweishouji 256G", {"brand": "huawei", "category": "shouji"}),
        ("500g 夏威果", {"category": "夏威果"}),
        ("羽絨符 白色", {"category": "羽絨符", "attributes.color": "白色"}),
        ("nikee 篮球鞋", {"brand": "nikee", "category": "篮球鞋"}),
    ],
)
def test_slots_stand_where_their_words_were_typed(
    understanding: Understanding, typed: str, spans: dict[str, str]
) -> None:
    parse = understanding.parse(typed)
    for name, text in spans.items():
        slot = parse.slot(name)
        assert slot is not None
        assert slot.text == text
        start, end = slot.spans[0].start, slot.spans[0].end
        assert typed[start:end] == text


def test_dropping_a_corrected_slot_drops_its_words(understanding: Understanding) -> None:
    parse = understanding.parse("花为手机")
    assert compact(parse.without(["brand"]).whole) == "手机"


def test_what_a_title_says_is_no_error(understanding: Understanding) -> None:
    shop = shop_of("儿童羽绒服", "羽绒符 收藏", "花为 手机 贴纸", "samsong 手机")
    for typed in ("羽绒符", "花为手机", "samsong 手机"):
        assert understanding.parse(typed).corrected is not None
        assert shop.parse(typed).corrected is None
        assert shop.parse(typed).suggestions == ()


def test_nothing_is_corrected_to_what_no_product_has() -> None:
    """Only without any products every known word may be meant."""
    nothing = Understanding(built(lambda: (), Attributes.shipped()), Analyzer())
    assert nothing.parse("羽绒符").corrected == "羽绒服"
    parse = shop_of().parse("羽绒符")
    assert parse.corrected is None
    assert parse.suggestions == ()


def test_a_name_in_another_script_is_put_in_as_texts_are_read() -> None:
    goods = [
        Product(
            id=DocumentId("1"),
            title="飛利浦 剃须刀",
            brand="飛利浦",
            category=("剃须刀",),
            price=Fen(1),
        )
    ]
    shop = Understanding(built(lambda: goods, Attributes.shipped()), Analyzer())
    assert shop.parse("feilipu").corrected == "飞利浦"
    assert shop.parse("飞力浦剃须刀").corrected == "飞利浦剃须刀"


def test_a_pair_of_characters_needs_a_brand_that_sells_the_type() -> None:
    shop = shop_of("台灯")
    assert shop.parse("花为手机").corrected == "华为手机"
    assert shop.parse("花为台灯").corrected is None
    assert shop.parse("花为 女").corrected is None


Share = Callable[[str], tuple[float, float]]


@pytest.fixture(scope="module")
def share(understanding: Understanding, lexicon: Lexicon) -> Share:
    """Of errors of a kind: how many are corrected, and how many corrected or else suggested first."""
    errors = Errors(lexicon.sounds, seed=1)
    words = {latin: names(lexicon, latin=latin)[::2] for latin in (False, True)}

    def shares(kind: str) -> tuple[float, float]:
        made = [
            (typed, word)
            for word in words[kind == "latin"]
            if (typed := errors.of(kind, word)) is not None
            and typed != word
            and typed not in lexicon.words
            and typed not in lexicon.weights
        ]
        corrected = suggested = 0
        for typed, word in made:
            parse = understanding.parse(typed)
            if parse.corrected is not None:
                corrected += compact(parse.corrected) == word
            else:
                suggested += [compact(one) for one in parse.suggestions[:1]] == [word]
        return corrected / len(made), (corrected + suggested) / len(made)

    return shares


@pytest.mark.parametrize(
    ("kind", "corrected", "found"),
    [
        ("homophone", 0.90, 0.97),
        ("near", 0.55, 0.96),
        ("swapped", 0.70, 0.97),
        ("dropped", 0.0, 0.75),
        ("doubled", 0.10, 0.83),
        ("latin", 0.0, 0.97),
        ("pinyin", 0.95, 0.96),
    ],
)
def test_errors_of_the_shops_own_names_are_found(
    share: Share, kind: str, corrected: float, found: float
) -> None:
    assert kind in KINDS
    reached = share(kind)
    assert reached[0] >= corrected
    assert reached[1] >= found


def test_the_shops_own_names_stay_as_they_are(
    understanding: Understanding, lexicon: Lexicon
) -> None:
    every: Sequence[str] = [*names(lexicon), *names(lexicon, latin=True)]
    changed = [word for word in every if understanding.parse(word).corrected is not None]
    assert len(every) > 1_000
    assert len(changed) <= 0.005 * len(every), changed


_PARTS = st.sampled_from(
    [
        "花为",
        "手机",
        "羽绒符",
        "huawei",
        "shouji",
        "nikee",
        "xmsj",
        "空条",
        "電腦",
        "ｉｐｈｏｎ",
        "1",
        " ",
    ]
)


@given(st.lists(_PARTS | st.text(max_size=4), max_size=8).map("".join))
def test_every_span_of_a_corrected_text_is_of_the_raw_one(
    understanding: Understanding, typed: str
) -> None:
    parse = understanding.parse(typed)
    assert parse.query == typed
    for slot in parse.slots:
        for span in slot.spans:
            assert 0 <= span.start < span.end <= len(typed)
            assert typed[span.start : span.end] == span.text
    assert len(set(parse.suggestions)) == len(parse.suggestions) <= 3
    assert parse.corrected not in parse.suggestions


def test_a_lexicon_read_back_corrects_alike(lexicon: Lexicon, understanding: Understanding) -> None:
    again = Understanding(Lexicon.from_bytes(lexicon.to_bytes()), Analyzer())
    for typed in ("羽绒符", "花为手机", "xi yi ji", "xmsj", "nikee 篮球鞋", "aptamill"):
        assert again.parse(typed) == understanding.parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "".join(chr(0x4E20 + 7 * i) for i in range(80)),
        "xian" * 20,
        "shi " * 20,
        "abcdefgh " * 9,
    ],
)
def test_a_text_of_nothing_known_takes_bounded_time(
    understanding: Understanding, typed: str
) -> None:
    """A thousandth of a second is usual; ten times that is a walk without an end."""
    taken = []
    for _ in range(5):
        began = time.thread_time()
        understanding.parse(typed)
        taken.append(time.thread_time() - began)
    assert min(taken) < 0.01
