package io.jenkins.plugins.distrolessscan.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Util;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.config.RequestedCluster;
import io.jenkins.plugins.distrolessscan.engine.collect.DurationText;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeWork;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import io.jenkins.plugins.distrolessscan.engine.target.Sparing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of one scan, checked and with their defaults. Texts that may be missing are null, as in the bean they
 * come from.
 */
final class ScanParameters {
    static final String DEFAULT_ID = "distroless-scan";

    /** Parameters in which a freestyle build replaces variables. */
    static final Set<String> EXPANDED = Set.of(
            "cluster",
            "serverUrl",
            "namespace",
            "pod",
            "workload",
            "container",
            "labelSelector",
            "allow",
            "image",
            "runAs",
            "timeout",
            "unchangedFor",
            "verify",
            "id",
            "workspaceFolder",
            "containers",
            "preset",
            "thresholdFile",
            "waiversFile",
            "referenceJob",
            "referenceBuild",
            // Resolved by the credentials store itself.
            "credentialsId");

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private final DistrolessScanStep step;

    private ScanParameters(DistrolessScanStep step) {
        this.step = step;
    }

    static ScanParameters of(DistrolessScanStep step) {
        return new ScanParameters(step);
    }

    /** With build variables such as {@code $TAG} replaced, as users of freestyle jobs expect. */
    static ScanParameters expanded(DistrolessScanStep step, EnvVars variables) {
        DistrolessScanStep expanded = new DistrolessScanStep();
        expanded.setCluster(variables.expand(step.getCluster()));
        expanded.setServerUrl(variables.expand(step.getServerUrl()));
        expanded.setCaCertificate(step.getCaCertificate());
        // Not expanded: the credentials store itself resolves ${NAME}, with the rights of whoever gave the value.
        expanded.setCredentialsId(step.getCredentialsId());
        expanded.setNamespace(variables.expand(step.getNamespace()));
        expanded.setPod(variables.expand(step.getPod()));
        expanded.setWorkload(variables.expand(step.getWorkload()));
        expanded.setContainer(variables.expand(step.getContainer()));
        expanded.setLabelSelector(variables.expand(step.getLabelSelector()));
        expanded.setAllPods(step.isAllPods());
        expanded.setAllow(variables.expand(step.getAllow()));
        expanded.setImage(variables.expand(step.getImage()));
        expanded.setRunAs(variables.expand(step.getRunAs()));
        expanded.setMaxProfile(step.getMaxProfile());
        expanded.setSkipMisuseChecks(step.isSkipMisuseChecks());
        expanded.setMinimumCompliance(step.getMinimumCompliance());
        expanded.setPerImage(step.getPerImage());
        expanded.setUnchangedFor(variables.expand(step.getUnchangedFor()));
        expanded.setVerify(variables.expand(step.getVerify()));
        expanded.setSamples(step.getSamples());
        expanded.setTimeout(variables.expand(step.getTimeout()));
        expanded.setOnThresholdMissed(step.getOnThresholdMissed());
        expanded.setOnIncomplete(step.getOnIncomplete());
        expanded.setId(variables.expand(step.getId()));
        expanded.setArchive(step.getArchive());
        expanded.setWorkspaceFolder(variables.expand(step.getWorkspaceFolder()));
        expanded.setQualityGates(step.getQualityGates());
        expanded.setContainers(variables.expand(step.getContainers()));
        expanded.setPreset(variables.expand(step.getPreset()));
        expanded.setThresholdFile(variables.expand(step.getThresholdFile()));
        // As they stand: a dollar sign in a text is the text's own.
        expanded.setThresholdText(step.getThresholdText());
        expanded.setWaiversFile(variables.expand(step.getWaiversFile()));
        expanded.setWaiversText(step.getWaiversText());
        expanded.setReferenceJob(variables.expand(step.getReferenceJob()));
        expanded.setReferenceBuild(variables.expand(step.getReferenceBuild()));
        expanded.setRefusals(step.getRefusals());
        return new ScanParameters(expanded);
    }

    /**
     * Checks what can be checked without a cluster.
     *
     * @throws ScanException CONFIGURATION with a sentence that says what to do
     */
    void check() throws ScanException {
        if (step.getRefusals() != null) {
            throw wrong(String.join(" ", step.getRefusals()));
        }
        checkPods();
        Optional<ParameterProblem> problem = ParameterProblem.of(step);
        if (problem.isPresent()) {
            throw wrong(problem.get().sentence());
        }
        gates().check();
        timeout();
        maxProfile();
        allow();
    }

    /** Says in one sentence what of a call could not be understood, before anything is started. */
    void refuseMisunderstood() throws AbortException {
        if (step.getRefusals() != null) {
            throw new AbortException(PlainText.lines(String.join(" ", step.getRefusals())));
        }
    }

    /** Pods are chosen in one way. */
    void checkPods() throws ScanException {
        int ways = (pod() != null ? 1 : 0)
                + (workload() != null ? 1 : 0)
                + (labelSelector() != null ? 1 : 0)
                + (allPods() ? 1 : 0);
        if (ways != 1) {
            throw wrong(Messages.ScanParameters_onePodChoice());
        }
        if (container() != null && pod() == null && workload() == null) {
            throw wrong(Messages.ScanParameters_containerWithoutPod());
        }
        if (container() != null && "default".equals(containers())) {
            throw wrong(Messages.ScanParameters_containerTwice());
        }
    }

    RequestedCluster requestedCluster() {
        return RequestedCluster.of(
                step.getCluster(),
                step.getServerUrl(),
                step.getCaCertificate(),
                step.getCredentialsId(),
                step.getNamespace(),
                step.getImage());
    }

    String pod() {
        return step.getPod();
    }

    String workload() {
        return step.getWorkload();
    }

    String container() {
        return step.getContainer();
    }

    /** Which containers of a pod are looked at: {@code all} or {@code default}. */
    String containers() {
        return step.getContainers();
    }

    String labelSelector() {
        return step.getLabelSelector();
    }

    boolean allPods() {
        return step.isAllPods();
    }

    /** Whether to try by dry runs that misuse of the scan's right is refused. */
    boolean misuseChecks() {
        return !step.isSkipMisuseChecks();
    }

    /** The words for what a pod may share with its node, which are never more than the administrator allows. */
    List<String> allow() throws ScanException {
        List<String> words = HostAccess.words(Util.fixNull(step.getAllow()));
        HostAccess.of(words);
        List<String> allowable = DistrolessScanGlobalConfiguration.get().allowable();
        for (String word : words) {
            if (!allowable.contains(word)) {
                throw wrong(Messages.ScanParameters_notAllowable(word));
            }
        }
        return words;
    }

    List<String> archive() {
        return Util.fixNull(step.getArchive());
    }

    /** Folder below the workspace for the files; null for none. */
    String workspaceFolder() {
        return step.getWorkspaceFolder();
    }

    String runAs() {
        return step.getRunAs();
    }

    String id() {
        return step.getId() == null ? DEFAULT_ID : step.getId();
    }

    /** What the scan is judged by; files of the workspace come later, by {@link GateTexts}. */
    GateTexts gates() {
        return new GateTexts(step);
    }

    /** Job to compare with; null for the scan's own. */
    String referenceJob() {
        return step.getReferenceJob();
    }

    /** Build to compare with; null for the newest that fits. */
    String referenceBuild() {
        return step.getReferenceBuild();
    }

    OnMiss onThresholdMissed() {
        return OnMiss.of(step.getOnThresholdMissed());
    }

    OnMiss onIncomplete() {
        return OnMiss.of(step.getOnIncomplete());
    }

    /** The most powerful identity, which is never more than the administrator allows. */
    IdentityProfile maxProfile() throws ScanException {
        String text = Util.fixEmptyAndTrim(step.getMaxProfile());
        if (text == null) {
            return IdentityProfile.RESTRICTED;
        }
        IdentityProfile asked = IdentityProfile.parse(text);
        IdentityProfile most = DistrolessScanGlobalConfiguration.get().mostProfile();
        if (!asked.within(most)) {
            throw wrong(Messages.ScanParameters_profileNotAllowed(asked.word(), most.word()));
        }
        return asked;
    }

    Duration timeout() throws ScanException {
        if (step.getTimeout() == null) {
            return DEFAULT_TIMEOUT;
        }
        return DurationText.parse(step.getTimeout()).orElseThrow(() -> wrong(Messages.ScanParameters_badTimeout()));
    }

    /** Of equal replicas so many are scanned; 0 for all. */
    int perImage() throws ScanException {
        Integer number = step.getPerImage();
        return number == null ? 0 : Sparing.perImage(number);
    }

    /** How long what an earlier build looked at counts as known; empty for not at all. */
    Optional<Duration> unchangedFor() {
        return Optional.ofNullable(step.getUnchangedFor()).flatMap(DurationText::span);
    }

    /** How closely targets are looked at. */
    ProbeWork work() throws ScanException {
        String verify = step.getVerify();
        Integer samples = step.getSamples();
        return ProbeWork.parse(
                verify == null ? ProbeWork.DEFAULT.verify().word() : verify,
                samples == null ? ProbeWork.DEFAULT.samples() : samples);
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
