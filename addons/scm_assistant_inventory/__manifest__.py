{
    "name": "SCM Assistant: Inventory",
    "summary": "Stock accuracy, safety stock alerts and suggestions with reasons",
    "version": "19.0.1.0.0",
    "category": "Supply Chain",
    "author": "SCM Assistant contributors",
    "website": "https://github.com/scm-assistant/scm-assistant",
    "license": "LGPL-3",
    "depends": ["purchase_stock", "scm_assistant_base", "stock_account"],
    "external_dependencies": {"python": ["numpy", "scipy"]},
    "data": [
        "security/ir.model.access.csv",
    ],
}
