package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.HeldRights;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.Rule;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rights held beyond the needed ones, from the server's list (S-4): held minus needed, as text. */
final class ExcessRights {
    /** Enough to see what is wrong; a cluster administrator's token would print hundreds. */
    private static final int MAX_ENTRIES = 60;

    private static final int MAX_NAMES = 5;

    /** What every authenticated user may ask about itself (system:basic-user). */
    private static final Set<String> SELF_REVIEWS = Set.of(
            "create selfsubjectaccessreviews.authorization.k8s.io",
            "create selfsubjectrulesreviews.authorization.k8s.io",
            "create selfsubjectreviews.authentication.k8s.io");

    private final ScopeOfRights scope;
    private final String namespace;
    private final List<String> pods;
    private final Set<String> found = new LinkedHashSet<>();

    ExcessRights(ScopeOfRights scope) {
        this.scope = scope;
        this.namespace = scope.namespace();
        this.pods = scope.pods();
    }

    List<String> of(HeldRights held) {
        for (Rule rule : held.rules()) {
            for (String group : rule.groups()) {
                for (String resource : rule.resources()) {
                    for (String verb : rule.verbs()) {
                        judge(new Right(verb, group, resource, ""), rule.names());
                    }
                }
            }
        }
        List<String> all = new ArrayList<>(found);
        if (all.size() <= MAX_ENTRIES) {
            return all;
        }
        List<String> shown = new ArrayList<>(all.subList(0, MAX_ENTRIES));
        shown.add("and " + (all.size() - MAX_ENTRIES) + " more");
        return shown;
    }

    private void judge(Right right, List<String> names) {
        if (SELF_REVIEWS.contains(right.toString()) || isOwnNamespace(right, names)) {
            return;
        }
        String text = right.toString();
        if (right.verb().equals("*")
                || right.group().equals("*")
                || right.resource().equals("*")) {
            text = "verbs " + right.verb() + " on resources " + right.resource() + " of API groups "
                    + (right.group().isEmpty() ? "core" : right.group());
        } else if (isTheWorkload(right, names)) {
            return;
        } else if (right.group().isEmpty() && isNeeded(right)) {
            if (names.isEmpty()) {
                whenNotNamed(text);
            } else if (!pods.isEmpty() && !pods.containsAll(names)) {
                found.add(text + " of pods that are not scanned in " + namespace + ": "
                        + shown(names.stream().filter(n -> !pods.contains(n)).toList()));
            }
            return;
        }
        found.add(text + (names.isEmpty() ? "" : " named " + shown(names)) + " in " + namespace);
    }

    /** A scan by labels cannot do with names; reading every application's log is excess all the same. */
    private void whenNotNamed(String text) {
        if (!pods.isEmpty() || text.equals("get pods/log")) {
            found.add(text + " of every pod in " + namespace + " (no resourceNames)");
        }
    }

    private boolean isTheWorkload(Right right, List<String> names) {
        return scope.workload()
                .map(one -> right.toString().equals("get " + one.kind().resource() + ".apps")
                        && names.equals(List.of(one.name())))
                .orElse(false);
    }

    private boolean isNeeded(Right right) {
        return ScopeOfRights.isUseful(right)
                || scope.needed().stream()
                        .anyMatch(n -> n.verb().equals(right.verb())
                                && n.group().equals(right.group())
                                && n.resource().equals(right.resource()));
    }

    /** Lets the scan tell a missing pod from a missing namespace, and shows nothing else. */
    private boolean isOwnNamespace(Right right, List<String> names) {
        return right.toString().equals("get namespaces") && names.equals(List.of(namespace));
    }

    private static String shown(List<String> names) {
        return names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "");
    }
}
