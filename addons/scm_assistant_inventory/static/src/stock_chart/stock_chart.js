import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { useRef } from "@odoo/owl";
import { ChartField } from "../chart_field/chart_field";

/** Draws a position's demand and stock a day, with the limits as lines. */
export class StockChartField extends ChartField {
    static template = "scm_assistant_inventory.StockChartField";

    setup() {
        this.canvas = useRef("canvas");
        super.setup();
    }

    draw(value) {
        this.addChart(this.canvas, {
            data: { labels: value.days, datasets: this.getDatasets(value) },
            options: this.getOptions(),
        });
    }

    getDatasets(value) {
        const scheme = cookie.get("color_scheme");
        const line = (label, quantity, color, dash) => ({
            type: "line",
            label,
            data: value.days.map(() => quantity),
            borderColor: color,
            borderWidth: 1.5,
            borderDash: dash,
            pointRadius: 0,
            fill: false,
        });
        return [
            {
                type: "line",
                label: _t("Stock"),
                data: value.stock,
                stepped: true,
                borderColor: getColor(0, scheme, "odoo"),
                backgroundColor: getColor(0, scheme, "odoo") + "22",
                borderWidth: 2,
                pointRadius: 0,
                fill: true,
                order: 2,
            },
            {
                type: "bar",
                label: _t("Demand"),
                data: value.demand,
                backgroundColor: getColor(4, scheme, "odoo"),
                order: 1,
            },
            line(_t("Safety Stock"), value.safety, "#dc3545", []),
            line(_t("Reorder Point"), value.reorder, "#fd7e14", [6, 4]),
            line(_t("Maximum"), value.maximum, "#6c757d", [2, 4]),
        ];
    }

    getOptions() {
        return {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            interaction: { mode: "index", intersect: false },
            plugins: { legend: { position: "bottom" } },
            scales: {
                x: { ticks: { maxTicksLimit: 9, maxRotation: 0 }, grid: { display: false } },
                y: { beginAtZero: true },
            },
        };
    }
}

registry.category("fields").add("scm_stock_chart", {
    component: StockChartField,
    displayName: _t("Stock Chart"),
    supportedTypes: ["json"],
});
