package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.scm.NullSCM;
import hudson.scm.SCM;
import io.jenkins.plugins.distrolessscan.demo.DemoCluster;
import io.jenkins.plugins.distrolessscan.engine.model.Finding;
import io.jenkins.plugins.distrolessscan.result.ScanAction;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the files of a change may say, by whether its source trusts it, and what a change is compared with. */
@WithJenkins
class PullRequestTest {
    private static final String PODS = DemoSetup.CALL + ", labelSelector: 'app=frontend'";
    private static final String CALL = PODS + ", thresholdFile: 'scan.yml'";
    private static final String STRICT = "writeFile file: 'scan.yml', text: 'compliance.min: 100'\n";
    /** As little as can be asked for, in all that the preset asks for. */
    private static final String LOOSE = "writeFile file: 'scan.yml', text: '''compliance: {min: 0}\n"
            + "failed: {critical: {max: 99}, high: {max: 99}, medium: {max: 99}}\n"
            + "skipped: {total: {max: 99}}\nerror: {total: {max: 99}}\n'''\n";

    private static JenkinsRule jenkins;
    private static DemoCluster cluster;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        ExtensionList.lookup(SCMHead.HeadByItem.class).add(new Heads());
        ExtensionList.lookup(SCMSource.SourceByItem.class).add(new Sources());
    }

    /** A fresh one each time: a pod takes no more than ten debug containers. */
    @BeforeEach
    void freshCluster() throws Exception {
        cluster = DemoCluster.start();
        DemoSetup.configure(cluster);
    }

    @AfterEach
    void closeCluster() throws Exception {
        jenkins.waitUntilNoActivity();
        cluster.close();
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @Test
    void theFileOfABranchTakesThePlaceOfWhatThePresetSays() throws Exception {
        assertVerdict("main-1", "FAILED", PODS + ", preset: 'production'");
        // Its gate is left: a list of gates is added to.
        assertThat(run("main-2", Result.UNSTABLE, LOOSE + CALL + ", preset: 'production'")
                        .getAction(ScanAction.class)
                        .getReasons())
                .singleElement()
                .asString()
                .contains("EXCESS_PERMISSIONS");
        assertVerdict("main-3", "FAILED", STRICT + CALL);
    }

    @Test
    void anUntrustedChangeTightensAndNeverWeakens() throws Exception {
        assertVerdict("PR-1", "FAILED", LOOSE + CALL + ", preset: 'production'");
        assertVerdict("PR-2", "PASSED", LOOSE + CALL);
        assertVerdict("PR-3", "FAILED", STRICT + CALL);
        assertVerdict("PR-4", "FAILED", LOOSE + CALL + ", minimumCompliance: 100");
        // What the call says holds for a trusted branch too.
        assertVerdict("main-4", "FAILED", LOOSE + CALL + ", minimumCompliance: 100");
    }

    @Test
    void aWaiverOfAnUntrustedChangeWaivesNothing() throws Exception {
        String waived = "writeFile file: 'waivers.yml', text: '''waivers:\n" + waivers() + "'''\n" + PODS
                + ", waiversFile: 'waivers.yml', qualityGates: [[type: 'TOTAL', of: 'CONTROL', limit: 1, result:"
                + " 'FAILURE']]";
        assertVerdict("PR-5", "FAILED", waived);
        assertVerdict("trusted-PR-6", "PASSED", waived);
        assertVerdict("main-5", "PASSED", waived);
    }

    /** One for each rule that finds something in these pods. */
    private static String waivers() throws Exception {
        StringBuilder yaml = new StringBuilder();
        run("main-6", Result.SUCCESS, PODS).getAction(ScanAction.class).getReport().findings().stream()
                .map(Finding::rule)
                .distinct()
                .forEach(id -> yaml.append("- {id: ")
                        .append(id)
                        .append(", reason: known, approver: jane@example.org, expires: '2999-12-31'}\n"));
        return yaml.toString();
    }

    @Test
    void aChangeIsComparedWithTheBranchThatItIsToGoInto() throws Exception {
        WorkflowRun target = run("main", Result.SUCCESS, PODS);
        WorkflowRun change = run("PR-7", Result.SUCCESS, PODS);
        assertThat(change.getAction(ScanAction.class).getReferenceBuild()).isEqualTo(target.getFullDisplayName());
    }

    private static void assertVerdict(String branch, String verdict, String steps) throws Exception {
        WorkflowRun run = run(branch, verdict.equals("PASSED") ? Result.SUCCESS : Result.FAILURE, steps);
        assertThat(run.getAction(ScanAction.class).getVerdict()).isEqualTo(verdict);
    }

    private static WorkflowRun run(String branch, Result result, String steps) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, branch);
        job.setDefinition(new CpsFlowDefinition("node { " + steps + " }", true));
        SCMRevision revision = new Revision(SCMHead.HeadByItem.findHead(job));
        return jenkins.assertBuildStatus(result, job.scheduleBuild2(0, new SCMRevisionAction(Sources.ONE, revision)));
    }

    private static final class Change extends SCMHead implements ChangeRequestSCMHead {
        private static final long serialVersionUID = 1;

        Change(String name) {
            super(name);
        }

        @Override
        public String getId() {
            return getName();
        }

        @Override
        public SCMHead getTarget() {
            return new SCMHead("main");
        }
    }

    private static final class Revision extends SCMRevision {
        private static final long serialVersionUID = 1;

        Revision(SCMHead head) {
            super(head);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Revision revision && revision.getHead().equals(getHead());
        }

        @Override
        public int hashCode() {
            return getHead().hashCode();
        }
    }

    /** A job is a branch by its name. */
    private static final class Heads extends SCMHead.HeadByItem {
        @Override
        public SCMHead getHead(Item item) {
            return item.getName().contains("PR-") ? new Change(item.getName()) : new SCMHead(item.getName());
        }
    }

    private static final class Sources extends SCMSource.SourceByItem {
        static final Source ONE = new Source();

        @Override
        public SCMSource getSource(Item item) {
            return ONE;
        }
    }

    /** Takes the revision of an untrusted change from the branch that it is to go into. */
    public static final class Source extends SCMSource {
        @Override
        public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener) {
            boolean untrusted = revision.getHead().getName().startsWith("PR-");
            return untrusted ? new Revision(new SCMHead("main")) : revision;
        }

        @Override
        protected void retrieve(
                SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener) {
            // Its branches are made by the tests.
        }

        @Override
        public SCM build(SCMHead head, SCMRevision revision) {
            return new NullSCM();
        }
    }
}
