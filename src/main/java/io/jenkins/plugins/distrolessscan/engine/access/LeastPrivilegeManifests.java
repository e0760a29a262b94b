package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.cluster.RoleRule;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The smallest access that a scan needs, as YAML to apply (S-11): a ServiceAccount of its own, a Role in the one
 * namespace, a RoleBinding. With named pods the Role names them; RBAC knows no label selectors, so a scan by labels
 * gets a Role for every pod of the namespace, and the YAML says so.
 */
public final class LeastPrivilegeManifests {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private final String namespace;
    private final String account;
    private final List<String> pods;
    private final Optional<WorkloadName> workload;

    private LeastPrivilegeManifests(String account, ScopeOfRights scope) {
        this.namespace = scope.namespace();
        this.account = account;
        this.pods = scope.pods();
        this.workload = scope.workload();
    }

    /**
     * @param account the ServiceAccount's name, also the Role's and the RoleBinding's
     * @param scope what the scan has to reach
     * @throws ScanException CONFIGURATION for a name that Kubernetes does not allow
     */
    public static LeastPrivilegeManifests of(String account, ScopeOfRights scope) throws ScanException {
        checkAccount(scope.namespace(), account);
        for (String pod : scope.pods()) {
            check(NAME, pod, "pod");
        }
        return new LeastPrivilegeManifests(account, scope);
    }

    /** The Role's rules. */
    public List<RoleRule> rules() {
        List<RoleRule> rules = new ArrayList<>(List.of(
                new RoleRule(
                        "",
                        List.of("pods"),
                        pods,
                        pods.isEmpty() ? List.of("get", "list", "watch") : List.of("get", "watch")),
                new RoleRule("", List.of(ScopeOfRights.EPHEMERAL), pods, List.of("patch")),
                new RoleRule("", List.of(ScopeOfRights.LOG), pods, List.of("get"))));
        workload.ifPresent(one ->
                rules.add(new RoleRule("apps", List.of(one.kind().resource()), List.of(one.name()), List.of("get"))));
        return rules;
    }

    /** ServiceAccount, Role and RoleBinding as one YAML stream. */
    public String all() {
        return serviceAccount() + "---\n" + role() + "---\n" + roleBinding();
    }

    public String serviceAccount() {
        return head("v1", "ServiceAccount") + "automountServiceAccountToken: false\n";
    }

    /** The Role, with a comment on what its form costs. */
    public String role() {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                pods.isEmpty()
                        ? "# RBAC has no label selectors: this reaches every pod of the namespace, and every application's log.\n"
                                + "# Name the pods instead where their names are known (a StatefulSet's are).\n"
                        : "# Only the named pods. A Deployment's pods get new names with each rollout.\n");
        yaml.append(
                "# Whoever may add a debug container to a pod can act in it as with exec: bind this to nothing else, and\n"
                        + "# let an admission policy hold the ServiceAccount to the scan's own image and security context.\n");
        yaml.append(head("rbac.authorization.k8s.io/v1", "Role")).append("rules:\n");
        rules().forEach(rule -> yaml.append(rule.yaml(2)));
        return yaml.toString();
    }

    public String roleBinding() {
        return head("rbac.authorization.k8s.io/v1", "RoleBinding")
                + "roleRef:\n"
                + "  apiGroup: rbac.authorization.k8s.io\n"
                + "  kind: Role\n"
                + "  name: \"" + account + "\"\n"
                + "subjects:\n"
                + "  - kind: ServiceAccount\n"
                + "    name: \"" + account + "\"\n"
                + "    namespace: \"" + namespace + "\"\n";
    }

    private String head(String apiVersion, String kind) {
        return "apiVersion: " + apiVersion + "\n"
                + "kind: " + kind + "\n"
                + "metadata:\n"
                + "  name: \"" + account + "\"\n"
                + "  namespace: \"" + namespace + "\"\n"
                + "  labels:\n"
                + "    app.kubernetes.io/name: distroless-scan\n";
    }

    /** @throws ScanException CONFIGURATION for a name that Kubernetes does not allow */
    static void checkAccount(String namespace, String account) throws ScanException {
        check(LABEL, namespace, "namespace");
        check(NAME, account, "ServiceAccount");
    }

    private static void check(Pattern pattern, String name, String what) throws ScanException {
        if (!pattern.matcher(name).matches()) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The " + what
                            + " has a name that Kubernetes does not allow; give lower case letters, digits and -.");
        }
    }
}
