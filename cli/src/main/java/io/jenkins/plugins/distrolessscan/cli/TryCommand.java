package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.collect.Limits;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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
    private static final int COMPLIANCE = 90;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = OutputOptions.DEFAULT_FOLDER,
            description = "folder for the report's files; created if needed (default: ${DEFAULT-VALUE})")
    private Path output;

    @Override
    public Integer call() throws ScanException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ScanReport report;
        try (OutputFolder folder = OutputFolder.prepare(output);
                DemoCluster cluster = DemoCluster.start();
                TryData data = TryData.prepare();
                StopSignal signal = StopSignal.watch(
                        text -> {
                            err.println(PlainText.line(text));
                            err.flush();
                        },
                        err)) {
            report = new ScanRun(
                            cluster.connection(),
                            request(),
                            Stages.standard(GatePolicy.none().withMinimumCompliance(COMPLIANCE))
                                    .with(data.lookup()::to),
                            signal)
                    .run();
            folder.write(report);
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The demo cluster cannot be started on 127.0.0.1 ("
                            + e.getClass().getSimpleName() + ").");
        }
        Delivery.print(
                spec.commandLine().getOut(),
                "DEMO: cluster, node and probe are played; the scan and its report are real code.\n"
                        + "The vulnerability records are invented for the demonstration.\n"
                        + new FindingTable(FindingRow.of(report), List.of(), Ansi.AUTO).text()
                        + new Summary(report, Ansi.AUTO)
                                .lines(output.resolve("report.html").toString()));
        return 0;
    }

    private static ScanRequest request() {
        Selection allPods = new Selection(
                DemoCluster.NAMESPACE,
                List.of(),
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
                false,
                Limits.DEFAULT,
                "the command line",
                JarVersion.text(),
                List.of());
    }
}
