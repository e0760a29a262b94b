package io.jenkins.plugins.distrolessscan.step;

import com.thoughtworks.xstream.converters.UnmarshallingContext;
import com.thoughtworks.xstream.io.HierarchicalStreamReader;
import hudson.util.XStream2;
import io.jenkins.plugins.distrolessscan.config.TypedValues;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The step as a job's config.xml holds it: one element for each parameter that is set. What cannot be understood becomes a
 * {@linkplain DistrolessScanStep#getRefusals refusal}, so that the job is loaded and its next build says what to correct.
 */
class StoredStep extends StoredBean {
    StoredStep(XStream2 xstream) {
        super(DistrolessScanStep.class, xstream);
    }

    @Override
    public Object unmarshal(HierarchicalStreamReader xml, UnmarshallingContext context) {
        DistrolessScanStep step = new DistrolessScanStep();
        List<String> refusals = new ArrayList<>();
        TypedValues typed = DistrolessScanStep.typed();
        while (xml.hasMoreChildren()) {
            xml.moveDown();
            read(step, xml, context, typed, refusals);
            xml.moveUp();
        }
        List<String> written = step.getRefusals();
        if (written != null) {
            // By a job that was saved again without its form.
            refusals.addAll(0, written);
        }
        step.setRefusals(refusals.stream().distinct().toList());
        return step;
    }

    private void read(
            DistrolessScanStep step,
            HierarchicalStreamReader xml,
            UnmarshallingContext context,
            TypedValues typed,
            List<String> refusals) {
        String name = xml.getNodeName();
        Field field = fields().getFieldOrNull(DistrolessScanStep.class, name);
        if (field == null || Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) {
            typed.refusal(name, "").ifPresent(refusals::add);
            return;
        }
        Class<?> type = field.getType();
        if (type != String.class && type != boolean.class && type != Integer.class) {
            fields().writeField(step, name, context.convertAnother(step, type), field.getDeclaringClass());
            return;
        }
        if (xml.hasMoreChildren()) {
            refusals.add(Messages.StoredStep_notText(name));
            return;
        }
        TypedValues.Checked checked = typed.check(Map.of(name, xml.getValue()));
        refusals.addAll(checked.refusals());
        Object value = checked.understood().get(name);
        if (value != null) {
            fields().writeField(step, name, value, field.getDeclaringClass());
        }
    }
}
