package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Characteristic;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An assessment by item, for tests. */
record Assessed(RiskAssessment risk) {
    private static final RiskModel MODEL = RiskModel.load();

    /** An item that has a state. */
    record Item(String id, State state, List<Fact> evidence) {
        String text() {
            return String.join("\n", evidence.stream().map(Fact::text).toList());
        }
    }

    static Assessed of(Scans scans) {
        return of(scans.build());
    }

    static Assessed of(Scans.Sample sample) {
        return new Assessed(MODEL.assess(sample.scan(), sample.targets()));
    }

    /** Every item with a state, in the report's order; an id that occurs twice is in the list twice. */
    List<Item> items() {
        List<Item> items = new ArrayList<>();
        risk.characteristics().forEach(f -> items.add(new Item(f.id(), f.state(), f.evidence())));
        risk.risks().forEach(r -> items.add(new Item(r.id(), r.state(), r.evidence())));
        risk.scenarios()
                .forEach(s -> s.mitigations().forEach(m -> items.add(new Item(m.id(), m.state(), m.evidence()))));
        risk.enterprise().forEach(c -> items.add(new Item(c.id(), c.state(), c.evidence())));
        risk.statements().forEach(s -> items.add(new Item(s.id(), s.state(), s.evidence())));
        return items;
    }

    Item item(String id) {
        return items().stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
    }

    State state(String id) {
        return item(id).state();
    }

    Map<String, State> states() {
        Map<String, State> states = new LinkedHashMap<>();
        items().forEach(item -> states.put(item.id(), item.state()));
        return states;
    }

    Risk risk(String id) {
        return risk.risks().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
    }

    Rating rating(String id) {
        return risk.characteristics().stream()
                .filter(f -> f.id().equals(id))
                .map(Characteristic::rating)
                .findFirst()
                .orElseThrow();
    }

    Level residual(String id) {
        return risk.scenarios().stream()
                .filter(s -> s.id().equals(id))
                .map(RiskAssessment.Scenario::residual)
                .findFirst()
                .orElseGet(() -> risk(id).residual());
    }
}
