package io.jenkins.plugins.distrolessscan.step;

import com.thoughtworks.xstream.converters.UnmarshallingContext;
import com.thoughtworks.xstream.io.HierarchicalStreamReader;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.XStream2;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGateReader;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * One quality gate as a job holds it: the texts that somebody typed. What they mean, and which of them have a meaning
 * together, is {@link QualityGateReader}'s to say.
 */
public final class QualityGateSetting extends AbstractDescribableImpl<QualityGateSetting> implements Serializable {
    private static final long serialVersionUID = 1;

    private static final List<String> BOXES = List.of("fixable", "kev", "malicious", "certain");

    private String type;
    private String of;
    private String severity;
    private boolean fixable;
    private String loaded;
    private boolean kev;
    private boolean malicious;
    private boolean certain;
    private String epss;
    private String id;
    private String limit;
    private String result;

    /** Why a stored gate cannot be understood; nobody types this. */
    private String refusal;

    @DataBoundConstructor
    public QualityGateSetting() {
        // All are optional for the form; what is needed is checked before the scan starts.
    }

    @CheckForNull
    public String getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(String type) {
        this.type = Util.fixEmptyAndTrim(type);
    }

    @CheckForNull
    public String getOf() {
        return of;
    }

    @DataBoundSetter
    public void setOf(String of) {
        this.of = Util.fixEmptyAndTrim(of);
    }

    @CheckForNull
    public String getSeverity() {
        return severity;
    }

    @DataBoundSetter
    public void setSeverity(String severity) {
        this.severity = Util.fixEmptyAndTrim(severity);
    }

    public boolean isFixable() {
        return fixable;
    }

    @DataBoundSetter
    public void setFixable(boolean fixable) {
        this.fixable = fixable;
    }

    @CheckForNull
    public String getLoaded() {
        return loaded;
    }

    @DataBoundSetter
    public void setLoaded(String loaded) {
        this.loaded = Util.fixEmptyAndTrim(loaded);
    }

    public boolean isKev() {
        return kev;
    }

    @DataBoundSetter
    public void setKev(boolean kev) {
        this.kev = kev;
    }

    public boolean isMalicious() {
        return malicious;
    }

    @DataBoundSetter
    public void setMalicious(boolean malicious) {
        this.malicious = malicious;
    }

    public boolean isCertain() {
        return certain;
    }

    @DataBoundSetter
    public void setCertain(boolean certain) {
        this.certain = certain;
    }

    /** A probability from 0 to 1. */
    @CheckForNull
    public String getEpss() {
        return epss;
    }

    @DataBoundSetter
    public void setEpss(String epss) {
        this.epss = Util.fixEmptyAndTrim(epss);
    }

    @CheckForNull
    public String getId() {
        return id;
    }

    @DataBoundSetter
    public void setId(String id) {
        this.id = Util.fixEmptyAndTrim(id);
    }

    /** A number, or a level of the overall risk. */
    @CheckForNull
    public String getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(String limit) {
        this.limit = Util.fixEmptyAndTrim(limit);
    }

    @CheckForNull
    public String getResult() {
        return result;
    }

    @DataBoundSetter
    public void setResult(String result) {
        this.result = Util.fixEmptyAndTrim(result);
    }

    /**
     * A gate from names and values as a call or a form gives them.
     *
     * @throws ScanException CONFIGURATION with what is wrong and what to write
     */
    static QualityGateSetting of(Map<?, ?> typed) throws ScanException {
        Map<String, Object> names = new LinkedHashMap<>();
        typed.forEach((name, value) -> names.put(String.valueOf(name), value));
        // A box that is not ticked asks for nothing.
        names.entrySet()
                .removeIf(entry -> BOXES.contains(entry.getKey()) && "false".equals(String.valueOf(entry.getValue())));
        QualityGateReader.read(names);
        return asTyped(names);
    }

    private static QualityGateSetting asTyped(Map<String, ?> names) {
        QualityGateSetting setting = new QualityGateSetting();
        setting.setType(text(names, "type"));
        setting.setOf(text(names, "of"));
        setting.setSeverity(text(names, "severity"));
        setting.setFixable("true".equalsIgnoreCase(text(names, "fixable")));
        setting.setLoaded(text(names, "loaded"));
        setting.setKev("true".equalsIgnoreCase(text(names, "kev")));
        setting.setMalicious("true".equalsIgnoreCase(text(names, "malicious")));
        setting.setCertain("true".equalsIgnoreCase(text(names, "certain")));
        setting.setEpss(text(names, "epss"));
        setting.setId(text(names, "id"));
        setting.setLimit(text(names, "limit"));
        setting.setResult(text(names, "result"));
        return setting;
    }

    private static String text(Map<String, ?> names, String name) {
        Object value = names.get(name);
        return value == null ? null : Util.fixEmptyAndTrim(value.toString());
    }

    /** What a form gives, without the keys that belong to the form. */
    static Map<String, Object> ofForm(Map<?, ?> form) {
        Map<String, Object> typed = new LinkedHashMap<>();
        form.forEach((name, value) -> {
            if (QualityGateReader.names().contains(String.valueOf(name))) {
                typed.put(String.valueOf(name), value);
            }
        });
        return typed;
    }

    /** The gate that these texts mean. */
    QualityGate gate() throws ScanException {
        if (refusal != null) {
            throw new ScanException(ScanException.Kind.CONFIGURATION, refusal);
        }
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("type", type);
        names.put("of", of);
        names.put("severity", severity);
        names.put("fixable", fixable ? "true" : null);
        names.put("loaded", loaded);
        names.put("kev", kev ? "true" : null);
        names.put("malicious", malicious ? "true" : null);
        names.put("certain", certain ? "true" : null);
        names.put("epss", epss);
        names.put("id", id);
        names.put("limit", limit);
        names.put("result", result);
        return QualityGateReader.read(names);
    }

    /** How a job's config.xml holds it. */
    public static final class ConverterImpl extends StoredBean {
        public ConverterImpl(XStream2 xstream) {
            super(QualityGateSetting.class, xstream);
        }

        @Override
        public Object unmarshal(HierarchicalStreamReader xml, UnmarshallingContext context) {
            Map<String, Object> names = new LinkedHashMap<>();
            String earlier = null;
            while (xml.hasMoreChildren()) {
                xml.moveDown();
                if (xml.getNodeName().equals("refusal")) {
                    earlier = xml.getValue();
                } else {
                    names.put(xml.getNodeName(), xml.getValue());
                }
                xml.moveUp();
            }
            QualityGateSetting setting = asTyped(names);
            try {
                of(names);
                setting.refusal = earlier;
            } catch (ScanException e) {
                setting.refusal = e.getMessage();
            }
            return setting;
        }
    }

    /** Describes the gate to forms and to the snippet generator. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<QualityGateSetting> implements CustomDescribableModel {
        private static final List<String> TYPES = List.of("TOTAL", "NEW", "DELTA", "FIXED");
        private static final List<String> SEVERITIES = List.of("LOW", "MEDIUM", "HIGH", "CRITICAL");

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.QualityGateSetting_displayName();
        }

        @NonNull
        @Override
        public Map<String, Object> customInstantiate(@NonNull Map<String, Object> arguments) {
            if (arguments.isEmpty()) {
                // structs makes an empty one to see which values are not the default.
                return arguments;
            }
            try {
                QualityGateSetting.of(arguments);
            } catch (ScanException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            Map<String, Object> texts = new LinkedHashMap<>(arguments);
            texts.computeIfPresent("limit", (name, value) -> value.toString());
            texts.computeIfPresent("epss", (name, value) -> value.toString());
            texts.computeIfPresent("loaded", (name, value) -> value.toString());
            return texts;
        }

        /** A snippet shows a number as a number. */
        @NonNull
        @Override
        public UninstantiatedDescribable customUninstantiate(@NonNull UninstantiatedDescribable gate) {
            Map<String, Object> arguments = new LinkedHashMap<>(gate.getArguments());
            arguments.computeIfPresent(
                    "limit",
                    (name, value) ->
                            value.toString().matches("[0-9]{1,9}") ? Integer.valueOf(value.toString()) : value);
            return gate.withArguments(arguments);
        }

        @POST
        public ListBoxModel doFillTypeItems() {
            return words(TYPES, false);
        }

        @POST
        public ListBoxModel doFillOfItems() {
            return words(Arrays.stream(QualityGate.Of.values()).map(Enum::name).toList(), false);
        }

        @POST
        public ListBoxModel doFillSeverityItems() {
            return words(
                    Arrays.stream(Severity.values())
                            .map(Enum::name)
                            .filter(SEVERITIES::contains)
                            .toList(),
                    true);
        }

        @POST
        public ListBoxModel doFillLoadedItems() {
            return words(List.of("true", "proved"), true);
        }

        @POST
        public ListBoxModel doFillResultItems() {
            return words(Arrays.stream(GateResult.values()).map(Enum::name).toList(), true);
        }

        /** The gate as a whole, as the run sees it; shown at the limit. */
        @POST
        public FormValidation doCheckLimit(StaplerRequest2 request, @QueryParameter String value) {
            Map<String, Object> typed = new LinkedHashMap<>();
            QualityGateReader.names().forEach(name -> typed.put(name, request.getParameter(name)));
            typed.put("limit", value);
            try {
                QualityGateSetting.of(typed);
                return FormValidation.ok();
            } catch (ScanException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        private static ListBoxModel words(List<String> words, boolean optional) {
            ListBoxModel items = new ListBoxModel();
            if (optional) {
                items.add("", "");
            }
            words.forEach(items::add);
            return items;
        }
    }
}
