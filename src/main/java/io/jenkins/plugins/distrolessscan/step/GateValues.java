package io.jenkins.plugins.distrolessscan.step;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/** A list of quality gates as somebody typed it, looked at before anything converts it. */
final class GateValues {
    private GateValues() {}

    /**
     * The gates of a call.
     *
     * @throws ScanException CONFIGURATION with what is wrong and what to write
     */
    static List<QualityGateSetting> of(Object typed) throws ScanException {
        if (!(typed instanceof List<?> list)) {
            throw notGates();
        }
        List<QualityGateSetting> gates = new ArrayList<>();
        for (Object gate : list) {
            if (gate instanceof QualityGateSetting setting) {
                setting.gate();
                gates.add(setting);
            } else if (gate instanceof UninstantiatedDescribable described) {
                gates.add(QualityGateSetting.of(described.getArguments()));
            } else if (gate instanceof Map<?, ?> names) {
                gates.add(QualityGateSetting.of(names));
            } else {
                throw notGates();
            }
        }
        return gates;
    }

    /** Refuses the gates of a form that cannot be understood; one gate is an object, several are a list. */
    static void checkForm(Object form) throws ScanException {
        List<?> rows = form instanceof List<?> list ? list : form == null ? List.of() : List.of(form);
        for (Object row : rows) {
            if (row instanceof JSONObject fields && !fields.isNullObject()) {
                QualityGateSetting.of(QualityGateSetting.ofForm(fields));
            }
        }
    }

    private static ScanException notGates() {
        return new ScanException(ScanException.Kind.CONFIGURATION, Messages.GateValues_notGates());
    }
}
