import { loadBundle } from "@web/core/assets";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillStart, onWillUnmount, useEffect } from "@odoo/owl";

/** A field whose value is drawn by Chart.js, anew whenever it changes; each says how. */
export class ChartField extends Component {
    static props = { ...standardFieldProps };

    setup() {
        this.charts = [];
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (value) => {
                if (value) {
                    this.draw(value);
                }
                return () => this.destroy();
            },
            () => [this.props.record.data[this.props.name]],
        );
        onWillUnmount(() => this.destroy());
    }

    destroy() {
        this.charts.forEach((chart) => chart.destroy());
        this.charts = [];
    }

    /** Draw on a canvas that the template may have left out. */
    addChart(canvas, config) {
        if (canvas.el) {
            this.charts.push(new Chart(canvas.el, config));
        }
    }
}
