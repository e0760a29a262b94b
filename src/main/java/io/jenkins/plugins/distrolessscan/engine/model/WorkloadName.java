package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What keeps pods running, by kind and name as {@code kubectl} takes them: {@code deployment/checkout}.
 *
 * @param kind its kind
 * @param name its name
 */
public record WorkloadName(Kind kind, String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    /** Kinds of the API group {@code apps}. */
    public enum Kind {
        DEPLOYMENT("deployments", "deploy"),
        STATEFULSET("statefulsets", "sts"),
        DAEMONSET("daemonsets", "ds");

        private final String resource;
        private final String shortName;

        Kind(String resource, String shortName) {
            this.resource = resource;
            this.shortName = shortName;
        }

        /** The resource of the API, such as {@code deployments}. */
        public String resource() {
            return resource;
        }

        private boolean isCalled(String word) {
            return List.of(name().toLowerCase(Locale.ROOT), resource, shortName).contains(word);
        }
    }

    /**
     * Reads a word of a user.
     *
     * @return empty for a kind that is none of these, and for a name that Kubernetes does not allow
     */
    public static Optional<WorkloadName> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !NAME.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        String kind = parts[0].toLowerCase(Locale.ROOT).replaceFirst("\\.apps$", "");
        return Stream.of(Kind.values())
                .filter(one -> one.isCalled(kind))
                .findFirst()
                .map(one -> new WorkloadName(one, parts[1]));
    }

    /** Whether a pod is its own, and not one of another owner that bears the same labels. */
    public boolean owns(PodFacts pod) {
        String owner = pod.owner().orElse("");
        return switch (kind) {
            // The ReplicaSet's name ends with the hash of the pod template, in which there is no hyphen.
            case DEPLOYMENT -> owner.matches("ReplicaSet/" + Pattern.quote(name) + "-[a-z0-9]+");
            case STATEFULSET -> owner.equals("StatefulSet/" + name);
            case DAEMONSET -> owner.equals("DaemonSet/" + name);
        };
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "/" + name;
    }
}
