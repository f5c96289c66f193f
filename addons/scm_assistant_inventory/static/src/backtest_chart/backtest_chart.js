import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { useRef } from "@odoo/owl";
import { ChartField } from "../chart_field/chart_field";

/** Draws what a backtest came to: service and stock, suggested beside today's rules. */
export class BacktestChartField extends ChartField {
    static template = "scm_assistant_inventory.BacktestChartField";

    setup() {
        this.canvases = { fill: useRef("fill"), stock: useRef("stock") };
        super.setup();
    }

    draw(value) {
        const titles = {
            fill: _t("Served at Once (% of Demand at Cost)"),
            stock: _t("Average Stock at Cost"),
        };
        for (const [kind, canvas] of Object.entries(this.canvases)) {
            this.addChart(canvas, {
                type: "bar",
                data: { labels: value.labels, datasets: this.getDatasets(value, kind) },
                options: this.getOptions(titles[kind], kind),
            });
        }
    }

    getDatasets(value, kind) {
        const scheme = cookie.get("color_scheme");
        const datasets = [
            {
                label: _t("Suggested Limits"),
                data: value[`suggested_${kind}`],
                backgroundColor: getColor(0, scheme, "odoo"),
            },
        ];
        if (value.has_current) {
            datasets.push({
                label: _t("Today's Rules"),
                data: value[`current_${kind}`],
                backgroundColor: getColor(4, scheme, "odoo"),
            });
        }
        return datasets;
    }

    getOptions(title, kind) {
        return {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            plugins: {
                legend: { position: "bottom" },
                title: { display: true, text: title },
            },
            scales: {
                x: { grid: { display: false } },
                y: { beginAtZero: true, max: kind === "fill" ? 100 : undefined },
            },
        };
    }
}

registry.category("fields").add("scm_backtest_chart", {
    component: BacktestChartField,
    displayName: _t("Backtest Chart"),
    supportedTypes: ["json"],
});
