package io.jenkins.plugins.distrolessscan.engine.model;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stays of a target when its pods are replaced: the owner without the suffix that Kubernetes generates, and the
 * container.
 *
 * @param namespace its namespace
 * @param owner kind and name, such as {@code ReplicaSet/checkout}; {@code Pod/NAME} for a pod without an owner
 * @param container the container's name
 */
public record Workload(String namespace, String owner, String container) implements Comparable<Workload> {
    /** A ReplicaSet's name ends with the pod template's hash, of the letters that Kubernetes takes for such. */
    private static final Pattern REPLICA_SET = Pattern.compile("(ReplicaSet/.+)-[bcdfghjklmnpqrstvwxz2456789]{1,10}");
    /** The name of a CronJob's Job ends with its time in minutes. */
    private static final Pattern CRON_JOB = Pattern.compile("(Job/.+)-[0-9]{8,10}");

    /** The workload of a target. */
    public static Workload of(Target target) {
        return new Workload(
                target.namespace(), stable(target.owner().orElse("Pod/" + target.pod())), target.container());
    }

    /** Names it in lists: {@code namespace/kind/name/container}. */
    public String key() {
        return namespace + "/" + owner + "/" + container;
    }

    @Override
    public int compareTo(Workload other) {
        return key().compareTo(other.key());
    }

    private static String stable(String owner) {
        for (Pattern generated : List.of(REPLICA_SET, CRON_JOB)) {
            Matcher matcher = generated.matcher(owner);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return owner;
    }
}
