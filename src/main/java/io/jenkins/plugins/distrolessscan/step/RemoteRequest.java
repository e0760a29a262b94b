package io.jenkins.plugins.distrolessscan.step;

import io.jenkins.plugins.distrolessscan.config.ClusterAccess;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.engine.assess.Assumptions;
import io.jenkins.plugins.distrolessscan.engine.collect.Limits;
import io.jenkins.plugins.distrolessscan.engine.collect.ScanRequest;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.KnownTarget;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import io.jenkins.plugins.distrolessscan.engine.probe.Margins;
import io.jenkins.plugins.distrolessscan.engine.probe.ProbeWork;
import io.jenkins.plugins.distrolessscan.engine.target.HostAccess;
import io.jenkins.plugins.distrolessscan.engine.target.Selection;
import io.jenkins.plugins.distrolessscan.engine.target.Sparing;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/** A request in plain values, for one call to an agent: records of the engine do not travel. */
final class RemoteRequest implements Serializable {
    private static final long serialVersionUID = 1;

    private final String scanId;
    private final String namespace;
    private final String pod;
    private final String workload;
    private final String container;
    private final String containers;
    private final String labelSelector;
    private final boolean allPods;
    private final ArrayList<String> allow;
    private final String image;
    private final String runAs;
    private final String maxProfile;
    private final boolean misuseChecks;
    private final int maxTargets;
    private final int perImage;
    private final ArrayList<String[]> unchanged;
    private final long timeoutMillis;
    private final int memoryMargin;
    private final int cpuShare;
    private final String verify;
    private final int samples;
    private final String actor;
    private final String toolVersion;
    private final ArrayList<ScanState.Added> earlier;

    RemoteRequest(
            String scanId,
            ScanParameters parameters,
            Assumptions assumptions,
            ClusterAccess access,
            long timeoutMillis,
            String actor,
            String toolVersion,
            ScanState state)
            throws ScanException {
        this.scanId = scanId;
        this.namespace = access.namespace();
        this.pod = parameters.pod();
        this.workload = parameters.workload();
        this.container = parameters.container();
        this.containers = parameters.containers();
        this.labelSelector = parameters.labelSelector();
        this.allPods = parameters.allPods();
        this.allow = new ArrayList<>(parameters.allow());
        this.image = access.image();
        this.memoryMargin = access.margins().memoryMebibytes();
        this.cpuShare = access.margins().cpuPercent();
        this.verify = parameters.work().verify().word();
        this.samples = parameters.work().samples();
        this.runAs = parameters.runAs();
        this.maxProfile = parameters.maxProfile().name();
        this.misuseChecks = parameters.misuseChecks();
        this.maxTargets = DistrolessScanGlobalConfiguration.get().getMaxTargets();
        this.perImage = assumptions.perImage();
        this.unchanged = new ArrayList<>();
        assumptions
                .earlier()
                .targets()
                .forEach(known -> unchanged.add(
                        new String[] {known.podUid(), known.container(), known.containerId(), known.imageId()}));
        this.timeoutMillis = timeoutMillis;
        this.actor = actor;
        this.toolVersion = toolVersion;
        this.earlier = new ArrayList<>(state.added());
    }

    /** The scan's time. */
    long timeoutMillis() {
        return timeoutMillis;
    }

    ScanRequest request() throws ScanException {
        return new ScanRequest(
                scanId,
                new Selection(
                                namespace,
                                Optional.ofNullable(pod).stream().toList(),
                                Optional.ofNullable(workload).flatMap(WorkloadName::parse),
                                Optional.ofNullable(container),
                                Optional.ofNullable(labelSelector),
                                allPods,
                                HostAccess.of(allow),
                                maxTargets)
                        .withContainers(containers)
                        .sparing(new Sparing(
                                perImage,
                                unchanged.stream()
                                        .map(known -> new KnownTarget(known[0], known[1], known[2], known[3]))
                                        .toList())),
                image,
                Optional.ofNullable(runAs),
                IdentityProfile.valueOf(maxProfile),
                misuseChecks,
                HostAccess.registryMayChange(allow),
                Limits.DEFAULT.within(Duration.ofMillis(timeoutMillis)).with(Margins.of(memoryMargin, cpuShare)),
                actor,
                toolVersion,
                earlier.stream().map(ScanState.Added::attachment).toList(),
                ProbeWork.parse(verify, samples));
    }
}
