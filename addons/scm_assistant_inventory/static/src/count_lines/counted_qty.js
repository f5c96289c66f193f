import { useEffect, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** A quantity that is blank until it was counted, since zero is a count as well. */
export class ScmCountedQtyField extends FloatField {
    /** @override */
    setup() {
        super.setup();
        const inputRef = useRef("numpadDecimal");
        useEffect(
            (input) => {
                if (!input) {
                    return;
                }
                const onInput = () => this.onInput(input.value);
                input.addEventListener("input", onInput);
                return () => input.removeEventListener("input", onInput);
            },
            () => [inputRef.el],
        );
    }

    /**
     * Whoever types a quantity has counted; of a zero the record would notice nothing.
     *
     * @param {string} text
     */
    onInput(text) {
        if (text.trim() && !this.props.record.data.is_counted) {
            this.props.record.update({ is_counted: true });
        }
    }

    /** @override */
    get formattedValue() {
        return this.props.record.data.is_counted ? super.formattedValue : "";
    }
}

registry.category("fields").add("scm_counted_qty", {
    ...floatField,
    component: ScmCountedQtyField,
    fieldDependencies: [{ name: "is_counted", type: "boolean" }],
});
