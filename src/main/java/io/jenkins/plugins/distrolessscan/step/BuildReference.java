package io.jenkins.plugins.distrolessscan.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.PermalinkProjectAction;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.distrolessscan.config.DistrolessScanGlobalConfiguration;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch.Found;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.result.StoredScan;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * Finds the build that a scan is compared with. No more than {@value ReferenceSearch#MOST_BUILDS} are looked at, and
 * none is loaded unless it is asked for by name; of their scans only the index is read.
 */
final class BuildReference {
    private final Run<?, ?> run;
    private final String scope;

    /** @param scope what a scan has to share with this one */
    BuildReference(Run<?, ?> run, String scope) {
        this.run = run;
        this.scope = scope;
    }

    /** What was asked for by name, and is then never replaced by something else; else the newest that fits. */
    Found find(ScanParameters parameters) {
        String job = parameters.referenceJob();
        String build = parameters.referenceBuild();
        if (job == null && build == null) {
            Optional<Job<?, ?>> target = BranchTrust.targetBranch(run.getParent());
            return target.isPresent() ? newest(target.get()) : newest(run.getParent());
        }
        Job<?, ?> other = job == null ? run.getParent() : job(job);
        if (other == null) {
            return Found.notUsable(PlainText.line(job), Messages.BuildReference_job());
        }
        if (build != null) {
            return named(other, build);
        }
        Found found = newest(other);
        return found.reference().found()
                ? found
                : Found.notUsable(PlainText.line(other.getFullDisplayName()), Messages.BuildReference_noneFits());
    }

    private Found named(Job<?, ?> job, String build) {
        String name = PlainText.line(job.getFullDisplayName() + " " + build);
        Run<?, ?> asked;
        if (build.startsWith("last")) {
            PermalinkProjectAction.Permalink link = job.getPermalinks().get(build);
            asked = link == null ? null : link.resolve(job);
        } else {
            asked = job.getBuildByNumber(Integer.parseInt(build));
        }
        if (asked == null || asked == run) {
            return ReferenceSearch.named(name, Optional.empty());
        }
        return ReferenceSearch.named(name, StoredScan.of(asked, scope));
    }

    /** The newest that fits; of the build's own job one that came before it. */
    private Found newest(Job<?, ?> job) {
        int below = job == run.getParent() ? run.getNumber() : Integer.MAX_VALUE;
        return ReferenceSearch.newest(StoredScan.passed(job, below, scope), scope);
    }

    /**
     * A job by name: this one, one of the same multibranch project, one that an administrator lists, or one that the build's
     * own user may read. Null for all others, whether they are there or not.
     */
    @CheckForNull
    private Job<?, ?> job(String name) {
        Authentication who = Jenkins.getAuthentication2();
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = Jenkins.get().getItem(name, run.getParent(), Job.class);
            return job != null && allowed(job, who) ? job : null;
        }
    }

    private boolean allowed(Job<?, ?> job, Authentication who) {
        return job == run.getParent()
                || BranchTrust.sameProject(job, run.getParent())
                || DistrolessScanGlobalConfiguration.get().allowsReferenceJob(job.getFullName())
                || !who.equals(ACL.SYSTEM2) && job.hasPermission2(who, Item.READ);
    }
}
