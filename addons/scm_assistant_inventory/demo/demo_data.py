# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo company's products and how they sell; read by `scm.demo` only."""

from typing import NamedTuple


class DemoProduct(NamedTuple):
    """A product: names, cost, vendor and how it sells in Taipei."""

    code: str
    name: str
    name_zh: str
    category: str
    cost: float
    vendor: int
    lead_days: int
    minimum_qty: int
    # Probability of a sale on a shipping day, half the mean size of one, how the stock ends.
    chance: float
    size: float
    ending: str


CATEGORIES = {
    "kitchen": ("Kitchenware", "廚房用品"),
    "home": ("Home and Storage", "居家收納"),
    "paper": ("Paper and Cleaning", "紙品清潔"),
}
# Endings: out, low (below safety), reorder, fine, excess, dead, new.
PRODUCTS = (
    DemoProduct("K101", "Vacuum Flask 500 ml", "不鏽鋼保溫瓶 500 ml", "kitchen", 260, 2, 12, 48, 0.9, 14, "low"),
    DemoProduct("K102", "Vacuum Flask 350 ml", "不鏽鋼保溫瓶 350 ml", "kitchen", 220, 2, 12, 48, 0.8, 9, "fine"),
    DemoProduct("K103", "Glass Food Box 800 ml", "玻璃保鮮盒 800 ml", "kitchen", 95, 3, 9, 60, 0.9, 22, "out"),
    DemoProduct("K104", "Glass Food Box 400 ml", "玻璃保鮮盒 400 ml", "kitchen", 70, 3, 9, 60, 0.85, 18, "reorder"),
    DemoProduct("K105", "Cast Iron Pot 24 cm", "鑄鐵鍋 24 cm", "kitchen", 1450, 5, 35, 10, 0.15, 2, "low"),
    DemoProduct("K106", "Chopping Board", "抗菌砧板", "kitchen", 180, 1, 7, 24, 0.5, 5, "fine"),
    DemoProduct("K107", "Thermos Lid, Spare", "保溫瓶替換蓋", "kitchen", 35, 2, 12, 20, 0.15, 3, "fine"),
    DemoProduct("K108", "Bamboo Chopsticks, 5 Pairs", "竹筷五雙入", "kitchen", 28, 1, 6, 100, 0.7, 30, "excess"),
    DemoProduct("K109", "Soup Ladle", "不鏽鋼湯勺", "kitchen", 60, 2, 12, 30, 0.4, 6, "fine"),
    DemoProduct("K110", "Fondue Set", "起司鍋組", "kitchen", 890, 5, 35, 6, 0.0, 0, "dead"),
    DemoProduct("H201", "Storage Box 30 L", "收納箱 30 L", "home", 150, 1, 7, 40, 0.95, 16, "reorder"),
    DemoProduct("H202", "Storage Box 60 L", "收納箱 60 L", "home", 230, 1, 7, 30, 0.8, 9, "fine"),
    DemoProduct("H203", "Clothes Hangers, 10", "衣架十入", "home", 45, 1, 7, 100, 0.9, 35, "low"),
    DemoProduct("H204", "Cotton Bath Towel", "純棉浴巾", "home", 190, 6, 21, 50, 0.6, 12, "fine"),
    DemoProduct("H205", "Cushion Cover", "抱枕套", "home", 120, 6, 21, 40, 0.25, 8, "excess"),
    DemoProduct("H206", "Winter Blanket", "冬季毛毯", "home", 520, 6, 21, 20, 0.1, 15, "reorder"),
    DemoProduct("H207", "Shoe Rack", "三層鞋架", "home", 340, 2, 12, 15, 0.3, 3, "fine"),
    DemoProduct("H208", "Wall Clock", "靜音掛鐘", "home", 260, 5, 35, 12, 0.12, 2, "fine"),
    DemoProduct("H209", "Picnic Mat", "野餐墊", "home", 160, 6, 21, 30, 0.0, 0, "dead"),
    DemoProduct("H210", "Foldable Crate", "折疊籃", "home", 110, 1, 7, 40, 0.8, 10, "new"),
    DemoProduct("P301", "Kitchen Towels, 6 Rolls", "廚房紙巾六入", "paper", 65, 4, 5, 120, 0.98, 60, "fine"),
    DemoProduct("P302", "Tissue Boxes, 10", "盒裝面紙十入", "paper", 120, 4, 5, 100, 0.98, 45, "low"),
    DemoProduct("P303", "Wet Wipes", "濕紙巾", "paper", 25, 4, 5, 200, 0.9, 80, "reorder"),
    DemoProduct("P304", "Garbage Bags 25 L", "環保垃圾袋 25 L", "paper", 38, 1, 7, 100, 0.9, 40, "fine"),
    DemoProduct("P305", "Dish Soap 1 L", "洗碗精 1 L", "paper", 48, 4, 5, 72, 0.85, 26, "out"),
    DemoProduct("P306", "Sponge, 4 Pieces", "菜瓜布四入", "paper", 22, 4, 5, 120, 0.7, 25, "excess"),
)  # fmt: skip
# Share of Taipei's demand that a smaller warehouse has, for every second product.
SECOND_SHARE = 0.4
HISTORY_DAYS = 185
# Deliveries leave on Monday, Wednesday and Friday.
SHIPPING_DAYS = (0, 2, 4)
EVENT_SEED = 20261101
