package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.Leftovers;
import io.jenkins.plugins.distrolessscan.engine.probe.Leftovers.Leftover;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code distroless-scan leftovers}: what earlier scans, and others, have left in the pods of a namespace. */
@Command(
        name = "leftovers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the ephemeral containers that the pods of a namespace have, and how many a pod can still get. It needs"
                    + " the right to list pods, and adds nothing.",
            "Exit code 0 when no debug container of a scan runs or may still start, 3 when one does."
        },
        footer = {"", "Example:", "  distroless-scan leftovers --kubeconfig FILE -n shop"})
final class LeftoversCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false, heading = "Cluster%n", multiplicity = "0..1")
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "namespace (default: the kubeconfig's)")
    private String namespace;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "only pods with these labels (default: all)")
    private String selector;

    @Override
    public Integer call() throws ScanException {
        Connection reached = connection.connection();
        String asked = Optional.ofNullable(namespace)
                .or(reached::namespace)
                .orElseThrow(
                        () -> new ScanException(ScanException.Kind.CONFIGURATION, "Say which namespace: -n NAME."));
        List<PodFacts> pods;
        try (Cluster cluster = new FabricCluster(reached, Timeouts.standard())) {
            pods = cluster.pods(asked, Optional.ofNullable(selector));
        }
        StringBuilder text = new StringBuilder();
        boolean lively = false;
        int entries = 0;
        for (PodFacts pod : pods) {
            List<Leftover> found = Leftovers.of(pod, Instant.now());
            entries += found.size();
            if (!found.isEmpty()) {
                text.append(PlainText.line(pod.namespace() + "/" + pod.name() + ": " + pod.slotsLeft() + " of "
                                + PodFacts.MOST_EPHEMERAL_CONTAINERS + " places left"))
                        .append('\n');
            }
            for (Leftover one : found) {
                text.append("  ").append(PlainText.line(one.sentence())).append('\n');
                lively |= one.ours() && one.phase() != Phase.TERMINATED;
            }
        }
        text.append("pods: ")
                .append(pods.size())
                .append("\nephemeral containers: ")
                .append(entries)
                .append('\n');
        Delivery.print(spec.commandLine().getOut(), text.toString());
        return lively ? ScanException.Kind.REFUSED.exitCode() : 0;
    }
}
