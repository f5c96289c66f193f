import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ListRenderer } from "@web/views/list/list_renderer";

/** What was counted is kept: no bin in its row. */
export class ScmCountLinesRenderer extends ListRenderer {
    /** @override */
    displayDeleteIcon(record) {
        return super.displayDeleteIcon(record) && !record.data.counted_at;
    }
}

export class ScmCountLinesField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: ScmCountLinesRenderer };
}

registry.category("fields").add("scm_count_lines", {
    ...x2ManyField,
    component: ScmCountLinesField,
    additionalClasses: [...(x2ManyField.additionalClasses || []), "o_field_one2many"],
});
