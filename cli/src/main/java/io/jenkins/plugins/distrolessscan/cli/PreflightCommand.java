package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.FabricCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import io.jenkins.plugins.distrolessscan.engine.cluster.Timeouts;
import io.jenkins.plugins.distrolessscan.engine.collect.Preflight;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code distroless-scan preflight}: says what a scan with the same words would meet, and adds nothing. */
@Command(
        name = "preflight",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what a scan with the same words would meet: who the credential is, what it may do, which containers are"
                    + " chosen, whether the debug container would be admitted. Nothing is added to a pod.",
            "Exit code 0 when a scan could look at everything that is chosen, 3 when it could not."
        },
        footer = {
            "",
            "Example:",
            "  distroless-scan preflight --kubeconfig FILE -n shop deployment/checkout \\",
            "      --image IMAGE"
        })
final class PreflightCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false, heading = "Cluster%n", multiplicity = "0..1")
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private SelectionOptions selection;

    @Mixin
    private RequestOptions options;

    @Override
    public Integer call() throws ScanException {
        options.check();
        selection.check();
        Connection reached = connection.connection();
        ScanRequest request = options.request(reached, selection);
        Preflight.Found found;
        try (Cluster cluster = new FabricCluster(reached, Timeouts.standard())) {
            found = new Preflight(Pace.system(), new SecureRandom(), text -> {}).look(cluster, reached, request);
        }
        Delivery.print(spec.commandLine().getOut(), String.join("\n", lines(found)) + "\n");
        boolean all = found.refusal().isEmpty()
                && !found.chosen().targets().isEmpty()
                && found.chosen().passedOver().isEmpty();
        return all ? 0 : ScanException.Kind.REFUSED.exitCode();
    }

    private static List<String> lines(Preflight.Found found) {
        List<String> lines = new ArrayList<>();
        AccessFacts access = found.access();
        lines.add("cluster: " + access.server() + ", Kubernetes " + found.version());
        lines.add("credential: " + (access.userName().isEmpty() ? "not told by the server" : access.userName())
                + access.credential()
                        .expires()
                        .map(end -> ", accepted until " + end)
                        .orElse(", without an end that can be read"));
        access.rights().stream()
                .filter(check -> check.need() == AccessFacts.Need.NEEDED)
                .forEach(check -> lines.add("needed: " + check.right() + ": " + check.answer()));
        access.excess().forEach(right -> lines.add("more than needed: " + right));
        access.notes().forEach(note -> lines.add("note: " + note));
        for (Choice target : found.chosen().targets()) {
            int left = target.pod().slotsLeft();
            lines.add("target: " + Preflight.key(target) + " (" + left + (left == 1 ? " place" : " places")
                    + " left in its pod)");
        }
        found.chosen().passedOver().forEach(passed -> lines.add("passed over: " + passed.key() + ": " + passed.text()));
        found.identity().ifPresent(identity -> lines.add("admission: " + admission(found) + ", as " + identity));
        if (!access.misuse().attempts().isEmpty()) {
            long refused = access.misuse().attempts().stream()
                    .filter(attempt -> attempt.answer() == Answer.REFUSED)
                    .count();
            lines.add("misuse: " + refused + " of " + access.misuse().attempts().size() + " are refused");
        }
        return lines.stream().map(PlainText::line).toList();
    }

    private static String admission(Preflight.Found found) {
        String first = Preflight.key(found.chosen().targets().get(0));
        return found.refusal()
                .map(text -> "the debug container for " + first + " would be refused: " + text)
                .orElse("the debug container for " + first + " would be admitted");
    }
}
