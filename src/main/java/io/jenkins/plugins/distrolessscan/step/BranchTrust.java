package io.jenkins.plugins.distrolessscan.step;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/** What the source of a branch says of it: whether its author is trusted, and where its change is to go. */
final class BranchTrust {
    private static final Logger LOGGER = Logger.getLogger(BranchTrust.class.getName());

    private BranchTrust() {}

    /**
     * Whether files of the build's branch may weaken what the job says: always, unless the branch is a change whose revision
     * the source does not trust, as from a fork of somebody unknown.
     */
    static boolean isTrusted(Run<?, ?> run, TaskListener listener) throws InterruptedException {
        SCMSource source = SCMSource.SourceByItem.findSource(run.getParent());
        if (source == null) {
            return true;
        }
        SCMRevision revision = SCMRevisionAction.getRevision(source, run);
        if (revision == null) {
            // Without a revision the source cannot be asked; a change is then not trusted.
            return !(SCMHead.HeadByItem.findHead(run.getParent()) instanceof ChangeRequestSCMHead);
        }
        try {
            return revision.equals(source.getTrustedRevision(revision, listener));
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "whether a revision is trusted could not be found out", e);
            return false;
        }
    }

    /** The job of the branch into which the change of this job is to go; empty for all but changes. */
    static Optional<Job<?, ?>> targetBranch(Job<?, ?> job) {
        if (!(SCMHead.HeadByItem.findHead(job) instanceof ChangeRequestSCMHead change)) {
            return Optional.empty();
        }
        for (Item sibling : ((ItemGroup<? extends Item>) job.getParent()).getItems()) {
            SCMHead head = SCMHead.HeadByItem.findHead(sibling);
            if (sibling instanceof Job<?, ?> branch
                    && sibling != job
                    && head != null
                    && !(head instanceof ChangeRequestSCMHead)
                    && head.getName().equals(change.getTarget().getName())) {
                return Optional.of(branch);
            }
        }
        return Optional.empty();
    }

    /** Whether both are branches of one multibranch project. */
    static boolean sameProject(Job<?, ?> one, Job<?, ?> other) {
        return one.getParent() == other.getParent()
                && SCMHead.HeadByItem.findHead(one) != null
                && SCMHead.HeadByItem.findHead(other) != null;
    }
}
