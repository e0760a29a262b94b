package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.assess.GateStage;
import io.jenkins.plugins.distrolessscan.engine.assess.TypeOrder;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.gate.Preset;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGateReader;
import io.jenkins.plugins.distrolessscan.engine.gate.ThresholdFile;
import io.jenkins.plugins.distrolessscan.engine.gate.Waiver;
import io.jenkins.plugins.distrolessscan.engine.gate.WaiverFile;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import io.jenkins.plugins.distrolessscan.engine.store.IndexFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the scan has to reach. */
final class GateOptions {
    /** As much as is read of a file that a person writes, and one byte that shows that there is more. */
    private static final int MOST_BYTES = 256 * 1024 + 1;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "minimum compliance, 0 to 100 (default: no gate)")
    private Integer threshold;

    @Option(
            names = "--threshold-file",
            paramLabel = "FILE",
            description = "thresholds as MITRE SAF reads them, and qualityGates (docs/gates.md)")
    private Path thresholdFile;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "thresholds to begin with: development, staging or production (distroless-scan presets show)")
    private String preset;

    @Option(
            names = "--gate",
            paramLabel = "GATE",
            description = "a quality gate, such as type=NEW,of=VULNERABILITY,severity=HIGH,limit=1; may be repeated")
    private List<String> gates = new ArrayList<>();

    @Option(names = "--waivers", paramLabel = "FILE", description = "findings that are accepted until a day (YAML)")
    private Path waivers;

    @Option(
            names = "--reference",
            paramLabel = "DIR",
            description = "the --output folder of an earlier scan, to compare with")
    private Path reference;

    /** The last stage of an assessment, with all that was asked for; read before anything is attached. */
    GateStage stage() throws ScanException {
        return new GateStage(policy(), waivers(), found(), new TypeOrder());
    }

    private GatePolicy policy() throws ScanException {
        GatePolicy policy = GatePolicy.none();
        if (preset != null) {
            policy = policy.with(Preset.of(preset).file());
        }
        if (thresholdFile != null) {
            policy = policy.with(
                    ThresholdFile.read(text(thresholdFile, "--threshold-file"), "The threshold file " + thresholdFile));
        }
        List<QualityGate> more = new ArrayList<>();
        for (String gate : gates) {
            more.add(QualityGateReader.read(gate));
        }
        policy = policy.withGates(more);
        if (threshold == null) {
            return policy;
        }
        if (threshold < 0 || threshold > 100) {
            throw wrong("--threshold is a percentage from 0 to 100, not " + threshold + ".");
        }
        return policy.withMinimumCompliance(threshold);
    }

    private List<Waiver> waivers() throws ScanException {
        return waivers == null
                ? List.of()
                : WaiverFile.read(text(waivers, "--waivers"), "The waiver file " + waivers, Origin.BUILD);
    }

    private ReferenceSearch.Found found() throws ScanException {
        if (reference == null) {
            return ReferenceSearch.Found.none();
        }
        Path file = reference.resolve(IndexFile.NAME);
        try (InputStream in = Files.newInputStream(file)) {
            ReportIndex index = IndexFile.read(in);
            return new ReferenceSearch.Found(
                    new Reference(reference.toString(), Reference.State.FOUND, Optional.of(index.finished()), ""),
                    Optional.of(index));
        } catch (IOException e) {
            throw wrong("The scan of --reference cannot be read, " + FileTrouble.words(e) + ": " + file
                    + ". Nothing was scanned.");
        }
    }

    private static String text(Path file, String option) throws ScanException {
        try (InputStream in = Files.newInputStream(file)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readNBytes(MOST_BYTES)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("The file of " + option + " is no text in UTF-8: " + file + ". Nothing was scanned.");
        } catch (IOException e) {
            throw wrong("The file of " + option + " cannot be read, " + FileTrouble.words(e) + ": " + file
                    + ". Nothing was scanned.");
        }
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
