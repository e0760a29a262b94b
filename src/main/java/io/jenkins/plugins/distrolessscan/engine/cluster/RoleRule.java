package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One rule of a Kubernetes Role, as YAML to paste.
 *
 * @param group API group, empty for core
 * @param resources resources with subresources
 * @param names resourceNames, empty for all
 * @param verbs verbs
 */
public record RoleRule(String group, List<String> resources, List<String> names, List<String> verbs) {
    public RoleRule {
        resources = List.copyOf(resources);
        names = List.copyOf(names);
        verbs = List.copyOf(verbs);
    }

    /** The rule that grants exactly this right. */
    public static RoleRule of(Right right) {
        return new RoleRule(
                right.group(),
                List.of(right.resource()),
                right.name().isEmpty() ? List.of() : List.of(right.name()),
                List.of(right.verb()));
    }

    /** An item of a YAML list, each line indented by so many spaces, ending with a line break. */
    public String yaml(int indent) {
        String margin = " ".repeat(indent);
        return margin + "- apiGroups: [\"" + group + "\"]\n"
                + margin + "  resources: " + list(resources) + "\n"
                + (names.isEmpty() ? "" : margin + "  resourceNames: " + list(names) + "\n")
                + margin + "  verbs: " + list(verbs) + "\n";
    }

    /** The words of Kubernetes names need no escape within quotes; anything else is left out by the callers. */
    private static String list(List<String> words) {
        return words.stream().map(w -> "\"" + w + "\"").collect(Collectors.joining(", ", "[", "]"));
    }
}
