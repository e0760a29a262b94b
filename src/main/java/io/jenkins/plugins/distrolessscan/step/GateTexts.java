package io.jenkins.plugins.distrolessscan.step;

import hudson.FilePath;
import hudson.Util;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.gate.Preset;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate;
import io.jenkins.plugins.distrolessscan.engine.gate.ThresholdFile;
import io.jenkins.plugins.distrolessscan.engine.gate.Waiver;
import io.jenkins.plugins.distrolessscan.engine.gate.WaiverFile;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * By what a scan is judged: preset, thresholds, quality gates and waivers of a call, with the texts that its files hold, and
 * what the administrator asks of every scan.
 */
final class GateTexts {
    private final DistrolessScanStep step;

    GateTexts(DistrolessScanStep step) {
        this.step = step;
    }

    /** What a text is called in a sentence. */
    static String name(String parameter) {
        return "'" + parameter + "'";
    }

    /** What can be checked without the workspace. */
    void check() throws ScanException {
        if (step.getThresholdFile() != null && step.getThresholdText() != null) {
            throw twice("thresholdFile", "thresholdText");
        }
        if (step.getWaiversFile() != null && step.getWaiversText() != null) {
            throw twice("waiversFile", "waiversText");
        }
        qualityGates();
    }

    private static ScanException twice(String file, String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, Messages.ParameterProblem_twice(file, text));
    }

    /**
     * Reads the files that the call names, once: what was read stays in the state, so that a scan that goes on after a
     * restart is judged by the same.
     *
     * @param workspace may be null
     * @throws ScanException CONFIGURATION when one cannot be read
     */
    void read(FilePath workspace, ScanState state) throws ScanException, InterruptedException {
        String thresholds = step.getThresholdFile();
        if (thresholds != null && state.thresholds() == null) {
            state.setThresholds(WorkspaceText.read(workspace, thresholds, "thresholdFile"));
        }
        String waivers = step.getWaiversFile();
        if (waivers != null && state.waivers() == null) {
            state.setWaivers(WorkspaceText.read(workspace, waivers, "waiversFile"));
        }
    }

    /**
     * Thresholds and gates; what is said later takes the place of the same field said before.
     *
     * @param trusted whether the files of the workspace may weaken what the call says
     */
    GatePolicy policy(ScanState state, boolean trusted) throws ScanException {
        GatePolicy policy = GatePolicy.none();
        String preset = step.getPreset();
        if (preset != null) {
            policy = policy.with(Preset.of(preset).file());
        }
        String text = step.getThresholdText();
        if (text != null) {
            policy = policy.with(ThresholdFile.read(text, name("thresholdText")));
        }
        ThresholdFile file = state.thresholds() == null
                ? null
                : ThresholdFile.read(state.thresholds(), file("threshold", step.getThresholdFile()));
        if (file != null && trusted) {
            policy = policy.with(file);
        }
        policy = policy.withGates(qualityGates());
        Integer minimum = step.getMinimumCompliance();
        if (minimum != null) {
            policy = policy.withMinimumCompliance(minimum);
        }
        if (file != null && !trusted) {
            policy = policy.tightened(file);
        }
        String floor = DistrolessScanGlobalConfiguration.get().getFloors();
        return floor == null ? policy : policy.withFloor(ThresholdFile.read(floor, "The administrator's floor"));
    }

    /**
     * Waivers of administrator and build. A file of somebody who is not trusted waives nothing; it is read all the same, so
     * that what is wrong in it is told.
     */
    List<Waiver> waivers(ScanState state, boolean trusted) throws ScanException {
        List<Waiver> waivers = new ArrayList<>();
        String central = DistrolessScanGlobalConfiguration.get().getWaivers();
        if (central != null) {
            waivers.addAll(WaiverFile.read(central, "The administrator's waivers", Origin.ADMINISTRATOR));
        }
        String text = step.getWaiversText();
        if (text != null) {
            waivers.addAll(WaiverFile.read(text, name("waiversText"), Origin.BUILD));
        }
        if (state.waivers() != null) {
            List<Waiver> branch = WaiverFile.read(state.waivers(), file("waiver", step.getWaiversFile()), Origin.BUILD);
            if (trusted) {
                waivers.addAll(branch);
            }
        }
        return waivers;
    }

    /** Whether files of the workspace have a say. */
    boolean ofWorkspace() {
        return step.getThresholdFile() != null || step.getWaiversFile() != null;
    }

    private static String file(String what, String path) {
        return "The " + what + " file " + path;
    }

    private List<QualityGate> qualityGates() throws ScanException {
        List<QualityGate> gates = new ArrayList<>();
        for (QualityGateSetting setting : Util.fixNull(step.getQualityGates())) {
            gates.add(setting.gate());
        }
        return gates;
    }
}
