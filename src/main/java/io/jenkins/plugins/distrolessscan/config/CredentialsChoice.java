package io.jenkins.plugins.distrolessscan.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.springframework.security.core.Authentication;

/** The drop-down of credentials: secret texts and secret files that fit the server, for those who may see them. */
public final class CredentialsChoice {
    /** A build never sees a credential of the scope SYSTEM, which is for Jenkins itself. */
    private static final CredentialsMatcher USABLE = CredentialsMatchers.allOf(
            CredentialsMatchers.anyOf(
                    CredentialsMatchers.instanceOf(StringCredentials.class),
                    CredentialsMatchers.instanceOf(FileCredentials.class)),
            CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM)));

    private CredentialsChoice() {}

    /**
     * @param item the job or folder that is configured; null in the global configuration
     * @param current what is chosen now; stays choosable, also for those who may see nothing else
     * @param server the API server's URL; may be null
     */
    public static ListBoxModel items(
            @CheckForNull Item item, @CheckForNull String current, @CheckForNull String server) {
        var items = new StandardListBoxModel();
        if (!maySee(item)) {
            return items.includeCurrentValue(Util.fixNull(current));
        }
        return items.includeEmptyValue()
                .includeMatchingAs(authentication(item), item, StandardCredentials.class, domain(server), USABLE)
                .includeCurrentValue(Util.fixNull(current));
    }

    /** Says when a credential cannot be found; the parameters as for {@link #items}. */
    public static FormValidation check(
            @CheckForNull Item item, @CheckForNull String value, @CheckForNull String server) {
        var id = Util.fixEmptyAndTrim(value);
        // "${TOKEN}" names a build parameter, whose value nobody knows yet.
        if (id == null || id.startsWith("${") || !maySee(item)) {
            return FormValidation.ok();
        }
        var found = CredentialsProvider.listCredentialsInItem(
                StandardCredentials.class,
                item,
                authentication(item),
                domain(server),
                CredentialsMatchers.allOf(CredentialsMatchers.withId(id), USABLE));
        return found.isEmpty() ? FormValidation.warning(Messages.CredentialsChoice_notFound()) : FormValidation.ok();
    }

    static List<DomainRequirement> domain(@CheckForNull String server) {
        return URIRequirementBuilder.fromUri(server).build();
    }

    private static boolean maySee(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    static Authentication authentication(@CheckForNull Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
