package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the demo's account may do: the documented Role of a scan in the namespace, and what every account may. */
final class DemoRole {
    private static final Set<String> SELF = Set.of(
            "create selfsubjectaccessreviews.authorization.k8s.io",
            "create selfsubjectrulesreviews.authorization.k8s.io",
            "create selfsubjectreviews.authentication.k8s.io");

    private static final List<Rule> IN_NAMESPACE = List.of(
            new Rule("", "pods", List.of("get", "list"), List.of()),
            new Rule("", "pods/ephemeralcontainers", List.of("patch"), List.of()),
            new Rule("", "pods/log", List.of("get"), List.of()),
            new Rule("", "namespaces", List.of("get"), List.of(SampleShop.NAMESPACE)));

    private static final Rule DEPLOYMENTS = new Rule("apps", "deployments", List.of("get"), List.of("checkout"));

    private final List<Rule> inNamespace = new ArrayList<>(IN_NAMESPACE);

    /** @param deployments whether it may read the Deployment checkout, which a scan needs that names it and no other */
    DemoRole(boolean deployments) {
        if (deployments) {
            inNamespace.add(DEPLOYMENTS);
        }
    }

    private record Rule(String group, String resource, List<String> verbs, List<String> names) {
        boolean allows(ApiPath asked) {
            return group.equals(asked.group())
                    && resource.equals(asked.resource())
                    && verbs.contains(asked.verb())
                    && (names.isEmpty() || names.contains(asked.name()));
        }
    }

    boolean allows(ApiPath asked) {
        if (asked.path().equals("/version")) {
            return asked.verb().equals("get");
        }
        if (SELF.contains(asked.verb() + " " + asked.resource() + "." + asked.group())) {
            return true;
        }
        return asked.namespace().equals(SampleShop.NAMESPACE)
                && inNamespace.stream().anyMatch(rule -> rule.allows(asked));
    }

    /** The rules as a SelfSubjectRulesReview lists them. */
    void list(String namespace, ArrayNode rules) {
        add(rules, "authorization.k8s.io", "selfsubjectaccessreviews", List.of("create"), List.of());
        add(rules, "authorization.k8s.io", "selfsubjectrulesreviews", List.of("create"), List.of());
        add(rules, "authentication.k8s.io", "selfsubjectreviews", List.of("create"), List.of());
        if (namespace.equals(SampleShop.NAMESPACE)) {
            inNamespace.forEach(rule -> add(rules, rule.group(), rule.resource(), rule.verbs(), rule.names()));
        }
    }

    private static void add(ArrayNode rules, String group, String resource, List<String> verbs, List<String> names) {
        ObjectNode rule = rules.addObject();
        verbs.forEach(rule.putArray("verbs")::add);
        rule.putArray("apiGroups").add(group);
        rule.putArray("resources").add(resource);
        if (!names.isEmpty()) {
            names.forEach(rule.putArray("resourceNames")::add);
        }
    }
}
