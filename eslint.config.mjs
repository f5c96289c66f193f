import { createRequire } from "node:module";
import { join } from "node:path";

// The linters live outside the repository; setup/ says where.
const require = createRequire(join(process.env.NODE_PATH, "lint.js"));
const js = require("@eslint/js");
const globals = require("globals");

export default [
    js.configs.recommended,
    {
        files: ["addons/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", Chart: "readonly" },
        },
    },
];
