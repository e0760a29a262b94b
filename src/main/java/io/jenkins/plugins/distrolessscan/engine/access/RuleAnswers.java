package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.HeldRights;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.Rule;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import java.util.List;

/** What the server's list of rules says to a single question, by the rules of Kubernetes' RBAC authorizer. */
record RuleAnswers(HeldRights held) {
    private static final String ALL = "*";

    /** DENIED only of a complete list: an authorizer that lists nothing may allow all the same. */
    Answer answer(Right right) {
        if (held.rules().stream().anyMatch(rule -> allows(rule, right))) {
            return Answer.ALLOWED;
        }
        return held.complete() ? Answer.DENIED : Answer.UNKNOWN;
    }

    private static boolean allows(Rule rule, Right right) {
        return has(rule.verbs(), right.verb())
                && has(rule.groups(), right.group())
                && hasResource(rule.resources(), right.resource())
                && (rule.names().isEmpty()
                        || !right.name().isEmpty() && rule.names().contains(right.name()));
    }

    private static boolean has(List<String> words, String word) {
        return words.contains(ALL) || words.contains(word);
    }

    /** A rule for {@code &#42;/log} reaches the log of every resource. */
    private static boolean hasResource(List<String> resources, String resource) {
        int slash = resource.indexOf('/');
        return has(resources, resource) || slash > 0 && resources.contains(ALL + resource.substring(slash));
    }
}
