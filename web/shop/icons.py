"""Which drawing stands for a product or a category that has no photograph: chosen by its words.

The drawings are symbols of `static/icons.svg`. Any catalogue is served: the table has the words
that Chinese shops name their departments and goods with, no shop's own.
"""

from collections.abc import Sequence

__all__ = ["ICONS", "icon_of"]

_WORDS = {
    "aircon": "空调 冷风扇 空气净化器 新风 风扇 电扇 除湿机 加湿器 暖风机 取暖器 电暖器",
    "apple": "水果 苹果汁 果蔬 生鲜 车厘子 橙子 柑橘 蓝莓 猕猴桃 榴莲 芒果 葡萄 香蕉 草莓 西瓜 梨",
    "baby": "母婴 孕产 婴儿 宝宝 婴童 奶瓶 奶粉 尿裤 纸尿裤 拉拉裤 辅食 喂养 童车 推车 婴儿车 安全座椅 孕妇 童装",
    "bag": "包 箱包 女包 男包 手提包 双肩包 背包 书包 斜挎包 单肩包 钱包 手袋 包袋 托特包",
    "ball": "运动 运动健康 体育 篮球 足球 排球 羽毛球 乒乓球 网球 高尔夫 球拍 球类",
    "bed": "床 床品 床上用品 床垫 床单 被 被子 夏凉被 被枕 床品件套 件套 被套 被芯 蚕丝被 羽绒被 四件套 枕头 枕芯 枕 家纺 凉席 夏凉 毯 卧室",
    "bicycle": "骑行 自行车 电动车 滑板车 平衡车 单车 摩托车",
    "book": "图书 电子书刊 书籍 小说 教材 教辅 绘本 杂志 童书 文学 书 词典 字典 历史 社科",
    "bowl": "食品 饮食 粮油 方便食品 速食 方便面 面条 米 大米 面粉 火锅 螺蛳粉 粥 拉面 餐饮 熟食 罐头 碗",
    "box": "收纳 收纳箱 收纳盒 整理箱 置物架 储物 纸箱 日用百货 百货 杂货 居家日用",
    "brush": "化妆刷 美妆工具 美容工具 牙刷 电动牙刷 口腔 口腔护理 漱口水 牙膏 冲牙器 梳子 刷子 刷",
    "cable": "配件 数据线 充电器 充电宝 移动电源 插座 插排 转换器 线材 手机配件 电源 电池 支架 耳机线 路由器 网络设备",
    "camera": "相机 摄影 摄像 摄像机 单反 微单 镜头 数码相机 运动相机 无人机 摄像头 监控 影像",
    "car": "汽车 车品 汽车用品 车载 轮胎 机油 车饰 行车记录仪 洗车 整车 车",
    "case": "手机壳 保护壳 保护套 手机套 钢化膜 贴膜 手机膜 壳",
    "coat": "外套 大衣 羽绒服 夹克 风衣 西装 西服 皮衣 棉服 毛衣 针织衫 冲锋衣 男装 卫衣",
    "computer": "电脑 办公 笔记本电脑 台式机 显示器 一体机 电脑整机 主机 显卡 硬盘 内存条 主板 键盘 鼠标 U盘 服务器",
    "cookie": "零食 饼干 糕点 坚果 糖果 巧克力 蜜饯 蛋糕 点心 月饼 面包 薯片 膨化 休闲食品 肉脯",
    "cream": "面霜 护肤 面部护肤 眼霜 精华 面部精华 乳霜 美妆 防晒 防晒霜 个护 化妆品 隔离霜 素颜霜 霜 护手霜 身体乳 唇膏 润唇膏 粉饼 气垫 散粉 遮瑕 高光",
    "cup": "杯 水杯 保温杯 杯子 马克杯 玻璃杯 水壶 水具 咖啡 咖啡机 茶杯",
    "dress": "裙 连衣裙 半身裙 女装 长裙 礼服 婚纱 旗袍 汉服 裙子 睡裙",
    "drink": "饮料 饮品 果汁 汽水 可乐 矿泉水 纯净水 饮用水 冲饮 酒水饮料 饮用 苏打水 豆浆 冲调",
    "dumbbell": "健身 健身器材 哑铃 跑步机 瑜伽 瑜伽垫 训练 拉力器 动感单车 体脂秤 按摩 按摩器 按摩椅 筋膜枪",
    "fridge": "冰箱 冷柜 冰柜 酒柜 大家电 家电 家用电器",
    "game": "游戏 游戏机 手柄 电玩 电竞 主机游戏 点卡",
    "gift": "礼品 礼物 礼品卡 贺卡 红包 节庆 派对",
    "glasses": "眼镜 太阳镜 墨镜 近视镜 老花镜 隐形眼镜 镜架",
    "headphones": "耳机 耳麦 蓝牙耳机 头戴式耳机 真无线耳机",
    "jewel": "珠宝 首饰 戒指 项链 钻石 黄金 翡翠 玉石 手链 手镯 耳环 耳钉 吊坠 银饰 饰品 配饰 发饰",
    "knife": "厨具 餐具 刀具 菜刀 刀叉 筷子 砧板 厨房用品 厨房 餐厨 厨房配件 勺 盘 餐盘",
    "lamp": "灯 台灯 灯具 灯饰 照明 吊灯 吸顶灯 灯泡 夜灯 落地灯",
    "lipstick": "口红 彩妆 唇彩 唇釉 唇妆 香水 眉笔 眼线 眼影 睫毛膏 腮红 美甲 唇笔 眼妆 面部彩妆 唇部 粉底液 粉底",
    "lotion": "乳液 爽肤水 化妆水 精华液 面膜 卸妆 洁面 洗面奶 精华水 护肤水 喷雾 乳 水乳 眼膜 卸妆水 卸妆油",
    "mask": "口罩 防护 消毒 医用口罩 防疫 护具",
    "meat": "肉 牛肉 猪肉 羊肉 鸡肉 鸭 鸡 牛排 火腿 香肠 腊肉 海鲜 水产 鱼 虾 蟹 肉类",
    "medicine": "药 医药 药品 保健 保健品 滋补 维生素 感冒 胶囊 医疗器械 血压计 血糖仪 体温计 蛋白粉 钙片 养生 健康",
    "milk": "牛奶 乳品 酸奶 奶制品 奶 乳制品 奶酪 羊奶 鲜奶",
    "music": "乐器 吉他 钢琴 音乐 唱片 尤克里里 古筝 音响 音箱 电子琴 影音",
    "oil": "食用油 调味 调味品 酱油 醋 油 花生油 橄榄油 酱 蜂蜜 调料 菜籽油",
    "paper": "纸品 抽纸 卷纸 纸巾 湿巾 卫生巾 纸 卫生纸",
    "pen": "文具 笔 钢笔 铅笔 中性笔 办公用品 学习用品 本册 笔记本 画材 美术",
    "pet": "宠物 猫 狗 猫粮 狗粮 猫砂 犬 水族 宠物用品 猫咪 狗狗",
    "phone": "手机 智能手机 通讯 老人机 对讲机 数码 手机数码 智能设备",
    "plant": "绿植 花卉 鲜花 永生花 家饰 摆件 装饰 园艺 盆栽 植物 多肉 种子 花盆 农资 花瓶 花",
    "pot": "锅 锅具 电饭煲 炒锅 压力锅 面包机 汤锅 蒸锅 电磁炉 电压力锅 煎锅 烹饪锅具 破壁机 空气炸锅 烤箱 微波炉 厨房电器 厨电 小家电 料理机 豆浆机 燃气灶 油烟机 炉",
    "printer": "打印机 投影仪 投影机 复印机 扫描仪 打印 墨盒 硒鼓 办公设备",
    "shirt": "衣服 服装 服饰 T恤 衬衫 上衣 POLO衫 打底衫 衬衣 短袖 家居服 睡衣 服饰鞋包 内衣 文胸 背心 衣",
    "shoe": "鞋 鞋靴 运动鞋 女鞋 男鞋 靴 靴子 凉鞋 拖鞋 跑鞋 板鞋 皮鞋 高跟鞋 球鞋 帆布鞋 鞋子",
    "soap": "清洁 洗衣液 洗手液 沐浴露 洗发水 护发素 洗护 家清 洗洁精 香皂 皂 洗发 沐浴 洗涤 洗发露 护发 清洁剂 洗护用品 发膜",
    "sock": "袜 袜子 丝袜 内裤 短袜 长袜 船袜 连裤袜",
    "sofa": "家具 沙发 家居 居家 椅 椅子 人体工学椅 客厅 坐垫 靠垫 抱枕 凳 布艺 软装 地毯 窗帘 家装",
    "suitcase": "行李箱 拉杆箱 旅行箱 旅行 登机箱 旅行用品 旅游 出行 酒店",
    "table": "桌 书桌 餐桌 茶几 柜 衣柜 书柜 鞋柜 桌子 柜子 电视柜 书架",
    "tablet": "平板 平板电脑 电子书 阅读器 学习机 电纸书 pad",
    "tea": "茶 茶叶 绿茶 红茶 普洱 乌龙茶 花茶 茶具 白茶 茶壶",
    "tent": "户外 帐篷 露营 登山 钓鱼 渔具 睡袋 野餐 户外装备",
    "tool": "工具 五金 电钻 螺丝刀 扳手 建材 装修 卫浴 水龙头 花洒 门锁 电工 机电 工业品 锁 浴室",
    "towel": "毛巾 浴巾 毛巾浴巾 浴袍 面巾 方巾 洗脸巾 巾",
    "toy": "玩具 积木 公仔 毛绒玩具 拼图 手办 模型 乐高 玩偶 娃娃 潮玩 益智 童玩",
    "trousers": "裤 裤子 牛仔裤 休闲裤 运动裤 短裤 长裤 打底裤",
    "tv": "电视 电视机 智能电视 平板电视 机顶盒 电视盒子 显示屏",
    "umbrella": "伞 雨伞 雨具 雨衣 遮阳伞 帽 围巾 手套 帽子",
    "vegetable": "蔬菜 番茄 土豆 玉米 菌菇 蘑菇 杂粮 蔬果 豆 萝卜 农产品 红薯 南货干货",
    "washer": "洗衣机 干衣机 洗碗机 吸尘器 扫地机器人 扫地机 热水器 净水器 电吹风 吹风机 剃须刀 电熨斗 挂烫机 生活电器",
    "watch": "手表 腕表 智能手表 钟表 手环 智能手环 钟 表 闹钟 挂钟 电子钟",
    "wine": "酒 白酒 葡萄酒 红酒 啤酒 洋酒 威士忌 黄酒 米酒 酒水 酒类 香槟",
}  # fmt: skip

_ICON_OF = {word.lower(): icon for icon, words in _WORDS.items() for word in words.split()}
_LONGEST = max(map(len, _ICON_OF))

_ODDS_AND_ENDS = ("配件", "用品", "周边", "其他", "套装", "礼盒")
_IN_TITLES = 2  # characters of a word: 表 is also in 代表, 包 in 包邮

ICONS = frozenset(_WORDS)
"""The names of all drawings."""


def icon_of(category: Sequence[str], title: str = "") -> str | None:
    """The drawing for a category, or for a product in it; None where no word is known.

    The leaf says most, where it is no department and no heap of odds and ends; then the title, then
    the levels above. In Chinese the last noun is the thing: 手机壳 is a case, 牛奶巧克力 a sweet.
    """
    *above, leaf = category or ("",)
    asked = [(leaf, 1), (title, _IN_TITLES)]
    if not above or leaf.endswith(_ODDS_AND_ENDS):
        asked.reverse()
    asked += [(level, 1) for level in reversed(above)]
    return next(filter(None, (_last(text, shortest) for text, shortest in asked)), None)


def _last(text: str, shortest: int) -> str | None:
    # Look-ups from the end on: a pattern of all words took ten times as long, 5 ms a page of titles.
    text = text.lower()
    for end in range(len(text), 0, -1):
        # Of the words that end here the longest: 保温杯, not 杯.
        for start in range(max(0, end - _LONGEST), end - shortest + 1):
            icon = _ICON_OF.get(text[start:end])
            if icon is not None:
                return icon
    return None
