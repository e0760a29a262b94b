package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.assess.Assumptions;
import io.jenkins.plugins.distrolessscan.engine.assess.GateStage;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.target.Sparing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code distroless-scan scan}: scans, writes the report, prints the verdict. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Scans running containers through one debug container each, and writes a risk report.",
        footer = {
            "",
            "Examples:",
            "  distroless-scan scan --kubeconfig FILE -n shop --all-pods --image IMAGE",
            "  distroless-scan scan --kubeconfig FILE -n shop -l app=checkout \\",
            "      --image IMAGE --threshold 80",
            "  distroless-scan scan --kubeconfig FILE -n shop --all-pods --image IMAGE \\",
            "      --preset staging --reference REPORT-OF-YESTERDAY \\",
            "      --gate type=NEW,of=CONTROL,severity=HIGH,limit=1",
            "  distroless-scan scan --kubeconfig FILE -n shop deployment/checkout \\",
            "      --image IMAGE --per-image 3",
            "  distroless-scan scan --kubeconfig FILE -n shop --all-pods --image IMAGE \\",
            "      --unchanged-for 7d --previous REPORT-OF-YESTERDAY -o REPORT-OF-TODAY",
            "  distroless-scan scan --kubeconfig FILE -n shop pod/web-0 pod/web-1 \\",
            "      --image IMAGE -o - -f sarif > web.sarif"
        })
final class ScanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false, heading = "Cluster%n", multiplicity = "0..1")
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private SelectionOptions selection;

    @Mixin
    private SparingOptions sparing;

    @Mixin
    private RequestOptions options;

    @Mixin
    private GateOptions gates;

    @Mixin
    private DataOptions data;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--keep-evidence",
            paramLabel = "FILE",
            description = "keeps the opened evidence, readable for you alone, to be judged again by rescan FILE")
    private Path keepEvidence;

    @Override
    public Integer call() throws ScanException, InterruptedException {
        GateStage gate = gates.stage();
        options.check();
        selection.check();
        sparing.check();
        Connection reached = connection.connection();
        ScanRequest asked = options.request(reached, selection);
        Assumptions assumptions =
                sparing.assumptions(reached.server(), asked.selection().namespace(), asked.image(), Instant.now());
        ScanRequest request = asked.sparing(
                new Sparing(assumptions.perImage(), assumptions.earlier().targets()));
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        // Known to be writable before anything is attached.
        try (OutputFolder folder = output.folder().orElse(null);
                StopSignal signal = StopSignal.watch(text -> output.say(err, text), err)) {
            Stages stages = data.addTo(
                    Stages.standard(GatePolicy.none()).judgedBy(gate).assuming(assumptions),
                    line -> output.say(err, line));
            KeptEvidence kept = keepEvidence == null ? null : KeptEvidence.prepare(keepEvidence, output.place());
            ScanRun run = new ScanRun(reached, request, stages, signal);
            CollectedScan facts = run.collect();
            if (kept != null) {
                kept.write(facts);
            }
            ScanReport report = run.judge(facts);
            String text = output.text(report, Ansi.AUTO);
            if (folder != null) {
                try {
                    folder.write(report);
                } catch (ScanException | RuntimeException e) {
                    // A verdict that took debug containers to get is not lost with the disk.
                    Delivery.print(out, text);
                    throw e;
                }
            }
            Delivery.print(out, text);
            return report.verdict().result().exitCode();
        }
    }
}
