package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.access.AdmissionPolicy;
import io.jenkins.plugins.distrolessscan.engine.access.LeastPrivilegeManifests;
import io.jenkins.plugins.distrolessscan.engine.access.ScopeOfRights;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code distroless-scan manifests}: prints the account that a scan needs, and the policy that confines it. */
@Command(
        name = "manifests",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints YAML to apply: a ServiceAccount with the least rights that a scan needs and, with --image, the"
                    + " admission policy that holds it to the scan's own debug container.",
            "It asks no cluster."
        })
final class ManifestsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-n", "--namespace"},
            required = true,
            paramLabel = "NAMESPACE",
            description = "namespace of the pods and of the account")
    private String namespace;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = "scanner",
            description = "name of the ServiceAccount (default: ${DEFAULT-VALUE})")
    private String account;

    @Option(
            names = "--pod",
            paramLabel = "POD",
            description = "only this pod; may be given several times (default: every pod of the namespace)")
    private List<String> pods = List.of();

    @Option(
            names = "--workload",
            paramLabel = "KIND/NAME",
            description =
                    "adds the right to get this workload, such as deployment/checkout, which only a scan by that name"
                            + " needs")
    private String workload;

    @Option(names = "--image", paramLabel = "IMAGE", description = "the probe image by digest, for the policy")
    private String image;

    private Optional<WorkloadName> workload() throws ScanException {
        Optional<WorkloadName> named = Optional.ofNullable(workload).flatMap(WorkloadName::parse);
        if (workload != null && (named.isEmpty() || !pods.isEmpty())) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    named.isEmpty()
                            ? "--workload is deployment/NAME, statefulset/NAME or daemonset/NAME."
                            : "Give either --workload or --pod: a workload's pods get new names.");
        }
        return named;
    }

    @Override
    public Integer call() throws ScanException {
        StringBuilder yaml =
                new StringBuilder(LeastPrivilegeManifests.of(account, new ScopeOfRights(namespace, pods, workload()))
                        .all());
        if (image != null) {
            yaml.append("---\n").append(AdmissionPolicy.of(namespace, account, image));
        }
        Delivery.print(spec.commandLine().getOut(), yaml.toString());
        return 0;
    }
}
