package io.jenkins.plugins.distrolessscan.config;

import hudson.BulkChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * A part of the global configuration whose form is taken as a whole or not at all: a value that cannot be understood is
 * refused before anything is bound, and one that a setter refuses leaves what was stored.
 */
public abstract class FormConfiguration extends GlobalConfiguration {
    /** Values as nobody has set them; what is stored is read over them. */
    abstract void reset();

    /** Changes the form before it is bound. */
    void complete(JSONObject form) {}

    /** Whether somebody else looks at what is typed into this field. */
    boolean isLookedAtElsewhere(String field) {
        return false;
    }

    /** What is refused of the fields that {@link #isLookedAtElsewhere} leaves out. */
    Stream<String> otherRefusals(JSONObject form) {
        return Stream.empty();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        Map<String, Object> typed = new LinkedHashMap<>();
        TypedValues known = TypedValues.of(getClass());
        form.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (known.knows(name) && !isLookedAtElsewhere(name)) {
                typed.put(name, value);
            }
        });
        Optional<String> refusal = Stream.concat(known.check(typed).refusals().stream(), otherRefusals(form))
                .findFirst();
        if (refusal.isPresent()) {
            throw refused(refusal.get(), null);
        }
        try (BulkChange change = new BulkChange(this)) {
            complete(form);
            request.bindJSON(this, form);
            change.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            // Every setter stores, so what is stored is what held before.
            reset();
            load();
            throw refused(reason(e), e);
        }
        return true;
    }

    private static FormException refused(String why, Throwable cause) {
        return new FormException(Messages.DistrolessScanGlobalConfiguration_notTaken(why), cause, "distrolessScan");
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
