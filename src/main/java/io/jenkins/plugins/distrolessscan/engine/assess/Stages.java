package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.control.ControlInput;
import io.jenkins.plugins.distrolessscan.engine.control.Controls;
import io.jenkins.plugins.distrolessscan.engine.control.ReleaseDates;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.gate.GatePolicy;
import io.jenkins.plugins.distrolessscan.engine.inventory.Inventory;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.risk.RiskModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages of an assessment, in their order. Each is a function without side effects; a test or another setting hands in
 * its own.
 *
 * @param inventory evidence to packages
 * @param controls evidence to control results
 * @param risk the security analysis of the scan itself
 * @param additions what adds to a report before it is judged, in this order: the lookup of vulnerabilities, then waivers;
 *     none by default
 * @param gates report to verdict
 * @param assumptions what may be taken over of what nothing was attached to; nothing by default
 */
public record Stages(
        Catalogue inventory,
        Evaluation controls,
        Analysis risk,
        List<Addition> additions,
        Judgement gates,
        Assumptions assumptions) {
    public Stages {
        additions = List.copyOf(additions);
    }

    /** The built-in stages, with gates and without additions. */
    public static Stages standard(GatePolicy policy) {
        return new Stages(
                Inventory::of,
                Controls::evaluate,
                RiskModel.load()::assess,
                List.of(),
                new GateStage(policy, List.of(), ReferenceSearch.Found.none(), new TypeOrder()),
                Assumptions.NONE);
    }

    /** The same with another way to judge, such as a {@link GateStage} with waivers and a reference. */
    public Stages judgedBy(Judgement other) {
        return new Stages(inventory, controls, risk, additions, other, assumptions);
    }

    /** The same with one more addition, after those that are there. */
    public Stages with(Addition addition) {
        List<Addition> more = new ArrayList<>(additions);
        more.add(addition);
        return new Stages(inventory, controls, risk, more, gates, assumptions);
    }

    /** The same, with the ends of releases that an administrator gives. */
    public Stages with(ReleaseDates dates) {
        return new Stages(inventory, input -> Controls.evaluate(input, dates), risk, additions, gates, assumptions);
    }

    /** The same, with what may be assumed. */
    public Stages assuming(Assumptions other) {
        return new Stages(inventory, controls, risk, additions, gates, other);
    }

    /** Finds the packages of one target. */
    @FunctionalInterface
    public interface Catalogue {
        /** @param most how many packages there is room for */
        Inventory.Found of(Evidence evidence, int most);
    }

    /** Judges one target by the controls. */
    @FunctionalInterface
    public interface Evaluation {
        List<ControlResult> of(ControlInput input);
    }

    /** Judges what the scan itself costs. */
    @FunctionalInterface
    public interface Analysis {
        RiskAssessment of(CollectedScan scan, List<TargetReport> targets);
    }

    /** Adds to a report whose verdict is not there yet. */
    @FunctionalInterface
    public interface Addition {
        ScanReport to(ScanReport report);
    }

    /** Judges a report whose verdict is not there yet. */
    @FunctionalInterface
    public interface Judgement {
        /**
         * The report with its verdict.
         *
         * @param scan the facts behind the report, without the evidence
         */
        ScanReport of(CollectedScan scan, ScanReport report);
    }
}
