{
    "name": "SCM Assistant: Inventory",
    "summary": "Safety stock alerts with reasons, and suggestions that become purchase orders",
    "version": "19.0.1.0.0",
    "category": "Supply Chain",
    "author": "SCM Assistant contributors",
    "website": "https://github.com/scm-assistant/scm-assistant",
    "license": "LGPL-3",
    "depends": ["purchase_stock", "scm_assistant_base", "stock_account"],
    "external_dependencies": {"python": ["numpy", "scipy"]},
    "data": [
        "security/scm_assistant_inventory_groups.xml",
        "security/scm_assistant_inventory_security.xml",
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "data/ir_sequence_data.xml",
        "data/scm_detector_data.xml",
        "data/scm_stock_policy_data.xml",
        "views/purchase_order_views.xml",
        "views/res_config_settings_views.xml",
        "views/scm_demand_day_views.xml",
        "views/scm_stock_policy_views.xml",
        "views/scm_stock_position_views.xml",
        "views/scm_stock_suggestion_views.xml",
        "views/scm_assistant_inventory_menus.xml",
        "data/scm_work_queue_data.xml",
    ],
    "demo": [
        "demo/scm_assistant_inventory_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "scm_assistant_inventory/static/src/**/*",
        ],
        "web.assets_tests": [
            "scm_assistant_inventory/static/tests/tours/**/*",
        ],
    },
}
