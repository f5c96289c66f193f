import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

const LINE_COLOR = "#6c757d";

/**
 * A bar chart, greatest first, with a line that adds up the shares: Pareto's chart. It
 * follows whatever the user filters, groups and measures by.
 */
export class ParetoGraphRenderer extends GraphRenderer {
    get isPareto() {
        const { mode, groupBy, order } = this.model.metaData;
        return mode === "bar" && groupBy.length === 1 && order === "DESC";
    }

    getBarChartData() {
        const data = super.getBarChartData();
        if (!this.isPareto || !data.datasets.length) {
            return data;
        }
        const values = data.datasets[0].data.map((value) => Math.max(Number(value) || 0, 0));
        const total = values.reduce((sum, value) => sum + value, 0);
        let running = 0;
        const shares = values.map((value) => {
            running += value;
            return total ? Math.round((1000 * running) / total) / 10 : 0;
        });
        const line = {
            type: "line",
            label: _t("Share Added Up (%)"),
            data: shares,
            trueLabels: data.datasets[0].trueLabels,
            yAxisID: "share",
            order: -1,
            borderColor: LINE_COLOR,
            backgroundColor: LINE_COLOR,
            borderWidth: 2,
            pointRadius: 3,
            fill: false,
        };
        return { ...data, datasets: [...data.datasets, line] };
    }

    getTooltipItems(data, metaData, tooltipModel) {
        const isBar = (point) => point.datasetIndex < data.datasets.length;
        const points = tooltipModel.dataPoints;
        const bars = { ...tooltipModel, dataPoints: points.filter(isBar) };
        const shares = points.filter((point) => !isBar(point));
        return [
            ...super.getTooltipItems(data, metaData, bars),
            ...shares.map((point) => ({
                label: point.label,
                value: `${point.raw} %`,
                boxColor: LINE_COLOR,
            })),
        ];
    }

    getScaleOptions() {
        const scales = super.getScaleOptions();
        if (this.isPareto) {
            scales.share = {
                type: "linear",
                position: "right",
                min: 0,
                max: 100,
                ticks: { callback: (value) => `${value} %`, color: LINE_COLOR },
                grid: { display: false },
            };
        }
        return scales;
    }
}

registry.category("views").add("scm_pareto_graph", {
    ...graphView,
    Renderer: ParetoGraphRenderer,
});
