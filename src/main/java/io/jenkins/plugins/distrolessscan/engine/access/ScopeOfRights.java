package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the rights of a scan have to reach.
 *
 * @param namespace the one namespace
 * @param pods names of pods; empty for a scan by labels, by workload or of all pods, which has to list them
 * @param workload the workload whose labels choose the pods; its right is needed only then
 */
public record ScopeOfRights(String namespace, List<String> pods, Optional<WorkloadName> workload) {
    static final String EPHEMERAL = "pods/ephemeralcontainers";
    static final String LOG = "pods/log";

    public ScopeOfRights {
        pods = List.copyOf(pods);
    }

    /** Pods by name; with none, every pod of the namespace. */
    public static ScopeOfRights of(String namespace, List<String> pods) {
        return new ScopeOfRights(namespace, pods, Optional.empty());
    }

    /** The same for the first pods alone. */
    ScopeOfRights first(int most) {
        return new ScopeOfRights(namespace, pods.subList(0, Math.min(most, pods.size())), workload);
    }

    /** The rights that a scan needs, one by one; not those that it uses where they are there. */
    public List<Right> needed() {
        List<Right> rights = new ArrayList<>();
        if (pods.isEmpty()) {
            rights.add(new Right("list", "", "pods", ""));
        }
        for (String pod : pods.isEmpty() ? List.of("") : pods) {
            rights.add(new Right("get", "", "pods", pod));
            rights.add(new Right("patch", "", EPHEMERAL, pod));
            rights.add(new Right("get", "", LOG, pod));
        }
        workload.ifPresent(one -> rights.add(new Right("get", "apps", one.kind().resource(), one.name())));
        return rights;
    }

    /** Whether a right is one that a scan uses where it is there and does without where it is not: to watch its pods. */
    static boolean isUseful(Right right) {
        return right.toString().equals("watch pods");
    }
}
