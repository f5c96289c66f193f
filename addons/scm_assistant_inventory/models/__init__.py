# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# First, because the other folders build on their models and constants.
from . import demand, planning

# isort: split
from . import (
    backtest,
    count,
    detector,
    freshness,
    product_product,
    purchase_order,
    purchase_order_line,
    res_company,
    stock_lot,
    stock_move,
    stock_move_line,
    stock_picking,
    stock_quant,
    stock_rule,
    stock_scrap,
    stock_warehouse,
    suggestion,
)
