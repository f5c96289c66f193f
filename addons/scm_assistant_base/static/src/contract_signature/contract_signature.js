import { SignatureForm } from "@portal/signature_form/signature_form";
import { onMounted, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { rpc } from "@web/core/network/rpc";

/** The pad on a contract's page: it signs once a name is written and the consent ticked. */
export class ContractSignature extends SignatureForm {
    static template = "scm_assistant_base.ContractSignature";

    setup() {
        super.setup();
        this.state.hasConsent = false;
        // The box is on the page, where its words are translated with it.
        const box = document.getElementById("scm_consent");
        const onChange = () => {
            this.state.hasConsent = box.checked;
        };
        onMounted(() => box.addEventListener("change", onChange));
        onWillUnmount(() => box.removeEventListener("change", onChange));
    }

    get isReady() {
        const { name, isSignatureEmpty } = this.signature;
        return this.state.hasConsent && name.trim() && isSignatureEmpty === false;
    }

    /** Send the signature with the consent; Odoo's own form sends no more than the former. */
    async onClickSubmit() {
        if (!this.isReady || this.state.isSending) {
            return;
        }
        this.state.isSending = true;
        const data = await rpc(this.props.callUrl, {
            name: this.signature.name,
            signature: this.signature.getSignatureImage().split(",")[1],
            consent: this.state.hasConsent,
        });
        if (data.redirect_url) {
            redirect(data.redirect_url);
            return;
        }
        this.state.error = data.error;
        this.state.isSending = false;
    }
}

registry
    .category("public_components")
    .add("scm_assistant_base.contract_signature", ContractSignature);
