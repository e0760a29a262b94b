package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.engine.collect.Limits;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code distroless-scan try}: a demo cluster and a scan of it in one process, through the code of any scan. */
@Command(
        name = "try",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scans a demo cluster that it starts for this and ends again. No cluster and no registry are needed.",
            "Exit code 0 when the scan ran, whatever its verdict."
        })
final class TryCommand implements Callable<Integer> {
    private static final int REASONS = 3;
    private static final int COMPLIANCE = 90;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "distroless-scan-report",
            description = "folder for the report's files; created if needed (default: ${DEFAULT-VALUE})")
    private Path output;

    @Override
    public Integer call() throws ScanException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        OutputFolder folder = OutputFolder.prepare(output);
        ScanReport report;
        try (DemoCluster cluster = DemoCluster.start();
                StopSignal signal = StopSignal.watch(
                        text -> {
                            err.println(PlainText.line(text));
                            err.flush();
                        },
                        err)) {
            report = new ScanRun(
                            cluster.connection(),
                            request(),
                            GatePolicy.none().withMinimumCompliance(COMPLIANCE),
                            signal)
                    .run();
            folder.write(report);
            signal.say("Report written to " + output);
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The demo cluster cannot be started on 127.0.0.1 ("
                            + e.getClass().getSimpleName() + ").");
        }
        StringBuilder text = new StringBuilder("DEMO: cluster, node and probe are played; the scan and its report are")
                .append(" real code.\nverdict: ")
                .append(report.verdict().result())
                .append('\n');
        reasons(report)
                .limit(REASONS)
                .forEach(reason ->
                        text.append("  - ").append(PlainText.line(reason)).append('\n'));
        text.append("report: ").append(output.resolve("report.html")).append('\n');
        Delivery.print(spec.commandLine().getOut(), text.toString());
        return 0;
    }

    private static ScanRequest request() {
        Selection allPods = new Selection(
                DemoCluster.NAMESPACE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Set.of(),
                Selection.DEFAULT_MAX_TARGETS);
        return new ScanRequest(
                ScanRequest.newId(new SecureRandom()),
                allPods,
                DemoCluster.IMAGE,
                Optional.empty(),
                IdentityProfile.RESTRICTED,
                true,
                Limits.DEFAULT,
                "the command line",
                ToolVersion.text(),
                List.of());
    }

    /** Why the verdict is what it is; then the findings, the worst first. */
    private static Stream<String> reasons(ScanReport report) {
        Stream<String> findings = report.findings().stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .map(finding -> finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding.title() + " ("
                        + finding.target() + (finding.location().isEmpty() ? "" : ", " + finding.location()) + ")");
        return Stream.concat(report.verdict().reasons().stream(), findings);
    }
}
