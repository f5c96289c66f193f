{
    "name": "SCM Assistant",
    "summary": "The supply chain assistant's workbench: exceptions, detectors, approvals, contacts",
    "version": "19.0.1.0.0",
    "category": "Supply Chain",
    "author": "SCM Assistant contributors",
    "website": "https://github.com/scm-assistant/scm-assistant",
    "license": "LGPL-3",
    "depends": ["mail", "portal", "product", "digest"],
    "data": [
        "security/scm_assistant_base_groups.xml",
        "security/ir.model.access.csv",
    ],
}
