{
    "name": "SCM Assistant: Suppliers",
    "summary": "Supplier records, evaluation, contracts, purchase changes and supply tracking",
    "version": "19.0.1.0.0",
    "category": "Supply Chain",
    "author": "SCM Assistant contributors",
    "website": "https://github.com/scm-assistant/scm-assistant",
    "license": "LGPL-3",
    "depends": ["purchase_requisition_stock", "purchase_stock", "scm_assistant_base"],
    "data": [
        "security/scm_assistant_supplier_groups.xml",
        "security/ir.model.access.csv",
        "security/scm_purchase_security.xml",
        "data/scm_report_data.xml",
        "views/purchase_order_line_views.xml",
        "views/purchase_order_views.xml",
        "views/res_config_settings_views.xml",
        "views/scm_contract_views.xml",
        "views/scm_assistant_supplier_menus.xml",
        "views/scm_contract_menus.xml",
    ],
    "demo": [
        "demo/scm_assistant_supplier_demo.xml",
        "demo/scm_contract_demo.xml",
    ],
    "assets": {
        "web.assets_tests": [
            "scm_assistant_supplier/static/tests/tours/**/*",
        ],
    },
}
