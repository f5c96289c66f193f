{
    "name": "SCM Assistant: Suppliers",
    "summary": "Supplier records, supply tracking, purchase changes, evaluations",
    "version": "19.0.1.0.0",
    "category": "Supply Chain",
    "author": "SCM Assistant contributors",
    "website": "https://github.com/scm-assistant/scm-assistant",
    "license": "LGPL-3",
    "depends": ["purchase_requisition_stock", "scm_assistant_base"],
    "external_dependencies": {"python": ["numpy"]},
    "data": [
        "security/ir.model.access.csv",
    ],
    "demo": [],
}
