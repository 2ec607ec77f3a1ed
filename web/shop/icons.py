"""Which drawing stands for a product or a category that has no photograph: chosen by its words.

The drawings are symbols of `static/icons.svg`. Any catalogue is served: the table has the words
that Chinese shops name their departments and goods with, no shop's own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

__all__ = ["ICONS", "icon_of"]

_WORDS = {
    "aircon": "空调",
    "apple": "水果 苹果汁 果蔬 生鲜 车厘子 橙子 柑橘 蓝莓 猕猴桃 榴莲 芒果 葡萄 香蕉 草莓 西瓜 梨",
    "baby": "母婴 孕产 婴儿 宝宝 婴童 奶瓶 奶粉 尿裤 纸尿裤 拉拉裤 辅食 喂养 安全座椅 孕妇 童装 孕妈 妈妈 孕期 防溢乳垫 待产包 儿童安全座椅",
    "bag": "包 箱包 女包 男包 手提包 双肩包 背包 书包 斜挎包 单肩包 钱包 手袋 包袋 托特包 钱包卡包 卡包 腰包 胸包 行李袋 旅行袋",
    "ball": "运动 运动健康 体育 篮球 足球 排球 羽毛球 乒乓球 网球 高尔夫 球拍 球类",
    "battery": "充电宝 移动电源 电池 蓄电池",
    "bed": "床 床品 床上用品 床垫 床单 被 被子 夏凉被 被枕 床品件套 件套 被套 被芯 蚕丝被 羽绒被 四件套 枕头 枕芯 枕 家纺 凉席 夏凉 毯 卧室",
    "beer": "啤酒 精酿 扎啤",
    "bicycle": "骑行 自行车 电动车 滑板车 平衡车 单车 摩托车",
    "blender": "破壁机 料理机 豆浆机 榨汁机 原汁机 搅拌机 打蛋器 绞肉机",
    "blocks": "积木 乐高 拼插 益智 早教",
    "book": "图书 电子书刊 书籍 小说 教材 教辅 绘本 杂志 童书 文学 书 词典 字典 历史 社科",
    "bowl": "食品 饮食 粮油 方便食品 速食 方便面 面条 米 大米 面粉 火锅 螺蛳粉 粥 拉面 餐饮 熟食 罐头 碗 碗碟 碗筷 碗盘 麦片 燕麦",
    "box": "收纳 收纳箱 收纳盒 整理箱 置物架 储物 纸箱 日用百货 百货 杂货 居家日用",
    "bra": "文胸 胸罩 乳贴 哺乳内衣 运动内衣 美背 塑身衣",
    "briefs": "内裤 三角裤 平角裤 四角裤 底裤",
    "brush": "化妆刷 美妆工具 美容工具 梳子 刷子 刷",
    "cable": "配件 数据线 充电器 插座 插排 转换器 线材 手机配件 电源 支架 耳机线 车载充电器 快充头 插线板",
    "calculator": "计算器",
    "camera": "相机 摄影 摄像 摄像机 单反 微单 镜头 数码相机 运动相机 无人机 摄像头 监控 影像",
    "car": "汽车 车品 汽车用品 车载 机油 车饰 行车记录仪 整车 车 脚垫 座垫 座套 汽车装饰 后备箱垫 洗车 防冻液 雨刮 车衣",
    "case": "手机壳 保护壳 保护套 手机套 钢化膜 贴膜 手机膜 壳",
    "chair": "椅 椅子 人体工学椅 办公椅 电竞椅 凳 桌椅 吧台椅",
    "coat": "外套 大衣 羽绒服 夹克 风衣 西装 西服 皮衣 棉服 毛衣 针织衫 冲锋衣 男装 卫衣",
    "compact": "底妆 粉饼 气垫 散粉 遮瑕 高光 腮红 眼影 眼影盘 面部彩妆 粉底 粉底液 蜜粉 修容 定妆",
    "computer": "电脑 办公 笔记本电脑 台式机 显示器 电脑整机 主机 显卡 主板 服务器",
    "cookie": "零食 饼干 糕点 坚果 糖果 巧克力 蜜饯 蛋糕 点心 月饼 面包 薯片 膨化 休闲食品 肉脯 膨化食品 虾条 锅巴 海苔 辣条",
    "cream": "护肤 面部护肤 乳霜 美妆 防晒 防晒霜 个护 化妆品 隔离霜 素颜霜 霜 护手霜 身体乳 唇膏 润唇膏 面霜 眼霜 洁面霜",
    "cup": "杯 水杯 保温杯 杯子 马克杯 玻璃杯 水壶 水具 咖啡 咖啡机 茶杯 纸杯 一次性杯子 咖啡杯 口杯 随行杯 运动水壶",
    "curtain": "窗帘 窗纱 百叶窗 浴帘 门帘 窗帘地毯",
    "disk": "U盘 移动硬盘 硬盘 固态硬盘 存储卡 内存卡 TF卡 SD卡 存储 闪存盘 读卡器 内存条",
    "dress": "裙 连衣裙 半身裙 女装 长裙 礼服 婚纱 旗袍 汉服 裙子 睡裙",
    "drink": "饮料 饮品 果汁 汽水 可乐 矿泉水 纯净水 饮用水 酒水饮料 饮用 苏打水 豆浆 冲调 麦片冲饮 冲饮 奶茶",
    "dryer": "电吹风 吹风机 卷发棒 直发器",
    "dumbbell": "健身 健身器材 哑铃 跑步机 瑜伽 瑜伽垫 训练 拉力器 动感单车 体脂秤 按摩 按摩器 按摩椅 筋膜枪",
    "facemask": "面膜 眼膜 面膜粉 泥膜",
    "fan": "风扇 电扇 电风扇 循环扇 吊扇 冷风扇",
    "fridge": "冰箱 冷柜 冰柜 酒柜 大家电 家电 家用电器",
    "game": "游戏 游戏机 游戏手柄 电玩 电竞 主机游戏 点卡 switch",
    "gift": "礼品 礼物 礼品卡 红包 节庆 派对",
    "glasses": "眼镜 太阳镜 墨镜 近视镜 老花镜 隐形眼镜 镜架",
    "glove": "手套",
    "hat": "帽 帽子 棒球帽 渔夫帽 头盔",
    "headphones": "耳机 耳麦 蓝牙耳机 头戴式耳机 真无线耳机",
    "heater": "热水器 浴霸 净水器",
    "hood": "油烟机 烟灶 集成灶",
    "jewel": "珠宝 首饰 戒指 项链 钻石 黄金 翡翠 玉石 手链 手镯 耳环 耳钉 吊坠 银饰 饰品 配饰 发饰 珍珠 胸针",
    "kettle": "电热水壶 烧水壶 热水壶 养生壶 开水壶 饮水机",
    "keyboard": "键盘 机械键盘 键鼠 键鼠套装",
    "knife": "厨具 餐具 刀具 菜刀 刀叉 筷子 砧板 厨房用品 厨房 餐厨 厨房配件 勺 盘 餐盘",
    "lamp": "灯 台灯 灯具 灯饰 照明 吊灯 吸顶灯 灯泡 夜灯 落地灯",
    "lipstick": "口红 彩妆 唇彩 唇釉 唇妆 眉笔 眼线 睫毛膏 美甲 唇笔 眼妆 唇部",
    "lock": "锁 门锁 智能门锁 智能锁 挂锁",
    "lotion": "乳液 爽肤水 化妆水 卸妆 护肤水 乳 水乳 卸妆水 卸妆油 洁面 洗面奶",
    "mask": "口罩 防护 消毒 医用口罩 防疫 护具",
    "meat": "肉 牛肉 猪肉 羊肉 鸡肉 鸭 鸡 牛排 火腿 香肠 腊肉 海鲜 水产 鱼 虾 蟹 肉类 卤味 肉干 肉蛋熟食",
    "medicine": "药 医药 药品 保健 保健品 滋补 维生素 感冒 胶囊 医疗器械 血压计 血糖仪 体温计 蛋白粉 钙片 养生 健康",
    "milk": "牛奶 乳品 酸奶 奶制品 奶 乳制品 奶酪 羊奶 鲜奶",
    "mop": "拖把 扫把 扫帚 簸箕 马桶刷 清洁工具 墩布 刮水器 除尘掸",
    "mouse": "鼠标 鼠标垫",
    "music": "乐器 吉他 钢琴 音乐 唱片 尤克里里 古筝 音响 音箱 电子琴 影音",
    "oil": "食用油 调味 调味品 酱油 醋 油 花生油 橄榄油 酱 蜂蜜 调料 菜籽油",
    "pad": "卫生巾 护垫 姨妈巾 卫生棉条 安睡裤",
    "paper": "纸品 抽纸 卷纸 纸巾 湿巾 纸 卫生纸 保鲜膜 锡纸 吸油纸 烘焙纸 厨房纸 卷筒纸",
    "pen": "文具 笔 钢笔 铅笔 中性笔 办公用品 学习用品 本册 笔记本 画材 美术 书写 书写工具 水彩笔 修正带 圆规 尺 橡皮 本子 记号笔 蜡笔 彩铅 颜料",
    "perfume": "香水 香氛 古龙水 香薰",
    "pet": "宠物 猫 狗 猫粮 狗粮 猫砂 犬 水族 宠物用品 猫咪 狗狗 狗零食 猫零食 宠物零食 猫条 冻干 磨牙棒 主粮 主食罐 牵引绳",
    "phone": "手机 智能手机 通讯 老人机 对讲机 数码 手机数码 智能设备",
    "plant": "绿植 花卉 鲜花 永生花 家饰 摆件 装饰 园艺 盆栽 植物 多肉 种子 花盆 农资 花瓶 花",
    "pot": "锅 锅具 电饭煲 炒锅 压力锅 面包机 汤锅 蒸锅 电磁炉 电压力锅 煎锅 烹饪锅具 空气炸锅 烤箱 微波炉 厨房电器 厨电 小家电 燃气灶 炉",
    "pram": "童车 推车 婴儿车 婴儿推车",
    "printer": "打印机 投影仪 投影机 复印机 扫描仪 打印 墨盒 硒鼓 办公设备",
    "purifier": "空气净化器 加湿器 除湿机 新风 暖风机 取暖器 电暖器",
    "router": "路由器 网络设备 交换机 随身wifi 无线网卡",
    "rug": "地毯 地垫 门垫 爬行垫 脚踏垫",
    "sack": "垃圾袋 一次性 保鲜袋 密封袋 塑料袋 袋子 编织袋 麻袋 自封袋",
    "serum": "精华 面部精华 精华液 精华水 精油 肌底液 安瓶 精华油",
    "shaver": "剃须刀 理发器 剃毛器 推子 脱毛仪 鼻毛修剪器",
    "sheet": "打印纸 复印纸 A4纸 标签纸 便利贴 贺卡",
    "shirt": "衣服 服装 服饰 T恤 衬衫 上衣 POLO衫 打底衫 衬衣 短袖 家居服 睡衣 服饰鞋包 内衣 背心 衣 保暖内衣 秋衣 秋衣裤 连体衣 爬服 哈衣",
    "shoe": "鞋 鞋靴 运动鞋 女鞋 男鞋 靴 靴子 凉鞋 拖鞋 跑鞋 板鞋 皮鞋 高跟鞋 球鞋 帆布鞋 鞋子",
    "soap": "清洁 洗衣液 洗手液 沐浴露 洗发水 护发素 洗护 家清 洗洁精 香皂 皂 洗发 沐浴 洗涤 洗发露 护发 洗护用品 发膜 洗衣凝珠 洗衣粉 柔顺剂 洁厕",
    "sock": "袜 袜子 丝袜 短袜 长袜 船袜 连裤袜",
    "sofa": "家具 沙发 家居 居家 客厅 抱枕 布艺 软装 家装 坐垫 靠垫",
    "spray": "驱蚊 驱蚊香薰 蚊香 花露水 蚊香液 灭蚊 杀虫剂 杀虫 清洁剂 喷雾 除臭 洗洁剂 消毒液 玻璃水 清洗剂",
    "suitcase": "行李箱 拉杆箱 旅行箱 旅行 登机箱 旅行用品 旅游 出行 酒店",
    "table": "桌 书桌 餐桌 茶几 柜 衣柜 书柜 鞋柜 桌子 柜子 电视柜 书架",
    "tablet": "平板 平板电脑 电子书 阅读器 学习机 电纸书 pad",
    "tap": "水龙头 花洒 卫浴 卫浴五金 浴室 地漏 马桶 马桶盖 淋浴",
    "tea": "茶 茶叶 绿茶 红茶 普洱 乌龙茶 花茶 茶具 白茶 茶壶 花草茶 养生茶",
    "tent": "户外 帐篷 露营 登山 钓鱼 渔具 鱼竿 钓竿 手竿 海竿 鱼线 渔轮 鱼钩 鱼饵 浮漂 鱼漂 钓箱 抄网 鱼护 睡袋 野餐 户外装备",
    "tool": "五金 电钻 螺丝刀 扳手 建材 装修 电工 机电 工业品 工具 手电筒",
    "toothbrush": "牙刷 电动牙刷 口腔 口腔护理 漱口水 牙膏 冲牙器 牙线",
    "towel": "毛巾 浴巾 毛巾浴巾 浴袍 面巾 方巾 洗脸巾 巾 围巾 披肩 丝巾 抹布 擦车毛巾 洗车毛巾",
    "toy": "玩具 公仔 毛绒玩具 拼图 手办 模型 玩偶 娃娃 潮玩 童玩",
    "trousers": "裤 裤子 牛仔裤 休闲裤 运动裤 短裤 长裤 打底裤",
    "tv": "电视 电视机 智能电视 平板电视 机顶盒 电视盒子 显示屏",
    "tyre": "轮胎",
    "umbrella": "伞 雨伞 遮阳伞 雨衣 雨具",
    "vacuum": "吸尘器 扫地机器人 扫地机 洗地机 拖地机 除螨仪 擦窗机器人",
    "vegetable": "蔬菜 番茄 土豆 玉米 菌菇 蘑菇 杂粮 蔬果 豆 萝卜 农产品 红薯 南货干货",
    "washer": "洗衣机 电熨斗 挂烫机 生活电器 洗碗机 干衣机",
    "watch": "手表 腕表 智能手表 钟表 手环 智能手环 钟 表 闹钟 挂钟 电子钟",
    "wine": "酒 白酒 葡萄酒 红酒 洋酒 威士忌 黄酒 米酒 酒水 酒类 香槟",
}  # fmt: skip

_ICON_OF = {word.lower(): icon for icon, words in _WORDS.items() for word in words.split()}
_LONGEST = max(map(len, _ICON_OF))

_PARTS = ("配件", "周边", "其他", "其它")  # of the thing that is named before
_GROUPS = ("用品", "用具", "套装", "礼盒", "组合")  # of what is named before
_FOR = ("适用", "适配", "兼容", "通用", "专用")
_RUNS = re.compile("[\u3400-\u9fff]+")
_FIRST = 2  # runs of a title: the brand and the thing; later ones praise
_IN_TITLES = 2  # characters of a word: 表 is also in 代表, 包 in 包邮

# What a title says of whom or what a thing is for.
_PURPOSES = (
    "礼物 礼品 节庆 派对 户外 露营 野餐 登山 钓鱼 旅行 旅游 出行 运动 训练 健身 办公 学生 宝宝 婴儿 婴童 童装 孕妇 孕期 "
    "妈妈 客厅 卧室 厨房 家居 收纳 车载 汽车 生鲜 宠物 猫咪 狗狗 游戏 音乐 养生 健康 早教 益智 香氛 零食"
)
_NOT_THINGS = frozenset(_PURPOSES.split())

ICONS = frozenset(_WORDS)
"""The names of all drawings."""


def icon_of(category: Sequence[str], title: str = "") -> str | None:
    """The drawing for a category, or for a product in it; None where no word is known.

    The leaf says most, then the levels above it, then the title. Where the leaf is a department or a
    heap of odds and ends the title comes first, and where the title begins with the name of another
    thing: shops put paper cups among the bin bags. In Chinese the last noun is the thing: 手机壳 is a
    case, 牛奶巧克力 a sweet.
    """
    *above, leaf = category or ("",)
    title = title.lower()
    word, own = _of_level(leaf)
    if not above or leaf.endswith(_PARTS) or (own is None and leaf.endswith(_GROUPS)):
        own = _of_title(title) or own
    elif own is not None and title and word not in title:
        own = _head(title, first=_FIRST) or own
    levels = (icon for _, icon in map(_of_level, reversed(above)))
    return own or next(filter(None, levels), None) or _of_title(title)


def _of_level(level: str) -> tuple[str, str | None]:
    """The word that says what it is, and its icon."""
    level = level.lower()
    named = level
    while named.endswith(_GROUPS) and named not in _ICON_OF:
        named = named[:-2]
    word = next(_found(named, 1), "")
    return word, _ICON_OF.get(word)


def _of_title(title: str) -> str | None:
    return _head(title) or next((_ICON_OF[word] for word in _found(title, _IN_TITLES)), None)


def _head(title: str, *, first: int | None = None) -> str | None:
    """Of the first run of characters that ends with a word; of the `first` ones only."""
    runs = (run for run in _RUNS.findall(title) if not run.startswith(_FOR))
    for run in islice(runs, first):
        word = next(_found(run, _IN_TITLES), "")
        if word and run.endswith(word):
            return _ICON_OF[word]
    return None


def _found(text: str, shortest: int) -> Iterator[str]:
    """The words in a text, the last one first; those of two characters and more may be a title's."""
    # Look-ups from the end on: a pattern of all words took ten times as long, 5 ms a page of titles.
    for end in range(len(text), 0, -1):
        # Of the words that end here the longest: 保温杯, not 杯.
        for start in range(max(0, end - _LONGEST), end - shortest + 1):
            word = text[start:end]
            if word in _ICON_OF and not (shortest > 1 and word in _NOT_THINGS):
                yield word
                break
