package io.jenkins.plugins.distrolessscan.step;

import com.thoughtworks.xstream.converters.Converter;
import com.thoughtworks.xstream.converters.MarshallingContext;
import com.thoughtworks.xstream.converters.reflection.ReflectionConverter;
import com.thoughtworks.xstream.converters.reflection.ReflectionProvider;
import com.thoughtworks.xstream.io.HierarchicalStreamWriter;
import hudson.util.XStream2;

/**
 * A bean as a job's config.xml holds it: written field by field as XStream does it, and read by its own rules. XStream alone
 * drops a number that is none, takes any word but "true" for false, and passes over elements that it does not know.
 */
abstract class StoredBean implements Converter {
    private final Class<?> bean;
    private final ReflectionProvider fields;
    private final ReflectionConverter writer;

    StoredBean(Class<?> bean, XStream2 xstream) {
        this.bean = bean;
        fields = xstream.getReflectionProvider();
        writer = new ReflectionConverter(xstream.getMapper(), fields);
    }

    final ReflectionProvider fields() {
        return fields;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public final boolean canConvert(Class type) {
        return type == bean;
    }

    @Override
    public final void marshal(Object value, HierarchicalStreamWriter xml, MarshallingContext context) {
        writer.marshal(value, xml, context);
    }
}
