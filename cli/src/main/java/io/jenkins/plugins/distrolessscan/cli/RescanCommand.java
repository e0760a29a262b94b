package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.assess.Assessment;
import io.jenkins.plugins.distrolessscan.engine.assess.Assumptions;
import io.jenkins.plugins.distrolessscan.engine.assess.GateStage;
import io.jenkins.plugins.distrolessscan.engine.assess.Stages;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code distroless-scan rescan}: judges the evidence of an earlier scan again. No cluster is asked. */
@Command(
        name = "rescan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judges the evidence that a scan has kept (scan --keep-evidence FILE) by the rules, gates and data of today. It"
                    + " asks no cluster, and says nothing of what runs now.",
            "Exit codes as those of a scan."
        },
        footer = {"", "Example:", "  distroless-scan rescan ~/evidence/checkout --threshold 90 --output report"})
final class RescanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "what scan --keep-evidence has written")
    private Path file;

    @Mixin
    private GateOptions gates;

    @Mixin
    private SparingOptions sparing;

    @Mixin
    private DataOptions data;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws ScanException {
        GateStage gate = gates.stage();
        sparing.check();
        CollectedScan kept = KeptEvidence.read(file);
        Assumptions assumptions = sparing.assumptions(
                kept.scan().server(),
                kept.scan().namespace(),
                kept.scan().image(),
                kept.scan().started());
        List<AuditEvent> audit = new ArrayList<>(kept.audit());
        audit.add(new AuditEvent(
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                "judged-again",
                "",
                "Judged again from kept evidence by version " + JarVersion.text() + "; no cluster was asked."));
        CollectedScan facts = new CollectedScan(
                kept.format(), kept.scan(), kept.access(), kept.observations(), kept.passedOver(), audit);
        try (OutputFolder folder = output.folder().orElse(null)) {
            PrintWriter err = spec.commandLine().getErr();
            Stages stages = data.addTo(
                    Stages.standard(GatePolicy.none()).judgedBy(gate).assuming(assumptions),
                    line -> output.say(err, line));
            ScanReport report = new Assessment(stages).assess(facts);
            if (folder != null) {
                folder.write(report);
            }
            Delivery.print(spec.commandLine().getOut(), output.text(report, Ansi.AUTO));
            return report.verdict().result().exitCode();
        }
    }
}
