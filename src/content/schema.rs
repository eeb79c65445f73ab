//! JSON Schemas of the content's files, for editors that complete and check
//! while one types (Even Better TOML, taplo).
//!
//! They are written by hand, in `schema/*.json`, because their use is in the
//! descriptions, which an editor shows in both languages. A test walks the raw
//! types through serde and holds that both have the same keys, so that they
//! cannot drift apart.

use serde_json::{Value, json};

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// site.toml.
    Site,
    /// edition.toml.
    Edition,
    /// figures.toml.
    Figures,
    /// The front matter of a case.
    Case,
    /// A department's word list.
    Words,
}

impl Schema {
    /// All of them.
    pub const ALL: [Schema; 5] = [
        Schema::Site,
        Schema::Edition,
        Schema::Figures,
        Schema::Case,
        Schema::Words,
    ];

    /// `site`, `edition`, `figures`, `case`, `words`.
    pub fn as_str(self) -> &'static str {
        match self {
            Schema::Site => "site",
            Schema::Edition => "edition",
            Schema::Figures => "figures",
            Schema::Case => "case",
            Schema::Words => "words",
        }
    }

    /// The schema of that name.
    pub fn named(name: &str) -> Option<Schema> {
        Schema::ALL
            .into_iter()
            .find(|schema| schema.as_str() == name)
    }

    fn source(self) -> &'static str {
        match self {
            Schema::Site => include_str!("schema/site.json"),
            Schema::Edition => include_str!("schema/edition.json"),
            Schema::Figures => include_str!("schema/figures.json"),
            Schema::Case => include_str!("schema/case.json"),
            Schema::Words => include_str!("schema/words.json"),
        }
    }

    /// The schema as JSON (draft 7). `rules` are the names that
    /// `[check.levels]` of site.toml may set.
    pub fn json(self, rules: &[&str]) -> String {
        // A test holds that every source parses.
        let mut schema: Value = serde_json::from_str(self.source()).unwrap_or_default();
        let names = "/properties/check/properties/levels/propertyNames/enum";
        if let Some(names) = schema.pointer_mut(names) {
            *names = json!(rules);
        }
        format!("{schema:#}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::super::raw::{RawCase, RawEdition, RawFigures, RawSite, RawWords};
    use super::*;
    use serde::Deserialize;
    use serde::de::value::{BorrowedStrDeserializer, Error};
    use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    /// Walks a type and notes the path of every key it knows. A list and a
    /// table of any names are one step `*`.
    struct Walker<'a> {
        path: String,
        keys: &'a RefCell<BTreeSet<String>>,
    }

    impl Walker<'_> {
        fn at(&self, key: &str) -> Walker<'_> {
            let path = format!("{}/{key}", self.path);
            Walker {
                path,
                keys: self.keys,
            }
        }
    }

    impl<'de> Deserializer<'de> for Walker<'_> {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_str("")
        }

        fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_bool(true)
        }

        fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_i64(0)
        }

        fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_u32(0)
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_some(self)
        }

        fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_seq(Items(self, 1))
        }

        fn deserialize_tuple<V: Visitor<'de>>(
            self,
            length: usize,
            visitor: V,
        ) -> Result<V::Value, Error> {
            visitor.visit_seq(Items(self, length))
        }

        fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_map(Keys(self, &["*"]))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            name: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            if !name.contains("Spanned") {
                for field in fields {
                    let path = format!("{}/{field}", self.path);
                    self.keys.borrow_mut().insert(path);
                }
            }
            visitor.visit_map(Keys(self, fields))
        }

        serde::forward_to_deserialize_any! {
            i8 i16 i32 i128 u8 u16 u64 u128 f32 f64 char str string bytes byte_buf
            unit unit_struct newtype_struct tuple_struct enum identifier ignored_any
        }
    }

    struct Items<'a>(Walker<'a>, usize);

    impl<'de> SeqAccess<'de> for Items<'_> {
        type Error = Error;

        fn next_element_seed<T: DeserializeSeed<'de>>(
            &mut self,
            seed: T,
        ) -> Result<Option<T::Value>, Error> {
            if self.1 == 0 {
                return Ok(None);
            }
            self.1 -= 1;
            seed.deserialize(self.0.at("*")).map(Some)
        }
    }

    struct Keys<'a>(Walker<'a>, &'static [&'static str]);

    impl<'de> MapAccess<'de> for Keys<'_> {
        type Error = Error;

        fn next_key_seed<K: DeserializeSeed<'de>>(
            &mut self,
            seed: K,
        ) -> Result<Option<K::Value>, Error> {
            match self.1.first() {
                // The name of a table of any names may itself carry a span.
                Some(&"*") => seed.deserialize(self.0.at("name")).map(Some),
                Some(key) => seed
                    .deserialize(BorrowedStrDeserializer::new(key))
                    .map(Some),
                None => Ok(None),
            }
        }

        fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
            let (key, rest) = self.1.split_first().unwrap();
            self.1 = rest;
            match *key {
                // What a place is made of: where it begins and ends, and the value.
                k if k.contains("spanned") && k.ends_with("value") => seed.deserialize(Walker {
                    path: self.0.path.clone(),
                    keys: self.0.keys,
                }),
                k if k.contains("spanned") => {
                    seed.deserialize(serde::de::value::U32Deserializer::<Error>::new(0))
                }
                key => seed.deserialize(self.0.at(key)),
            }
        }
    }

    fn of_type<T: for<'de> Deserialize<'de>>() -> BTreeSet<String> {
        let keys = RefCell::new(BTreeSet::new());
        let walker = Walker {
            path: String::new(),
            keys: &keys,
        };
        if let Err(error) = T::deserialize(walker) {
            panic!("{error}, after {:?}", keys.borrow());
        }
        keys.into_inner()
    }

    fn of_schema(schema: &Value, path: &str, keys: &mut BTreeSet<String>) {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}/{key}");
            of_schema(value, &path, keys);
            keys.insert(path);
        }
        for inner in [&schema["items"], &schema["additionalProperties"]] {
            if inner.is_object() {
                of_schema(inner, &format!("{path}/*"), keys);
            }
        }
    }

    #[test]
    fn every_schema_has_the_keys_of_its_type() {
        let types: [BTreeSet<String>; 5] = [
            of_type::<RawSite>(),
            of_type::<RawEdition>(),
            of_type::<RawFigures>(),
            of_type::<RawCase>(),
            of_type::<RawWords>(),
        ];
        for (schema, keys) in Schema::ALL.into_iter().zip(types) {
            let name = schema.as_str();
            let parsed: Value = serde_json::from_str(&schema.json(&[])).unwrap();
            let mut written = BTreeSet::new();
            of_schema(&parsed, "", &mut written);
            let lacking: Vec<_> = keys.difference(&written).collect();
            let beyond: Vec<_> = written.difference(&keys).collect();
            assert!(lacking.is_empty(), "schema/{name}.json lacks {lacking:?}");
            assert!(
                beyond.is_empty(),
                "schema/{name}.json has {beyond:?} too many"
            );
            assert!(keys.len() > 5, "{name}: {keys:?}");
        }
    }

    #[test]
    fn nothing_unknown_is_let_through_and_everything_is_described() {
        fn walk(schema: &Value, path: &str) {
            if schema["type"] == "object" && schema.get("properties").is_some() {
                assert_eq!(schema["additionalProperties"], false, "{path}");
            }
            for (key, value) in schema["properties"].as_object().into_iter().flatten() {
                let path = format!("{path}/{key}");
                let said = value["description"].as_str().unwrap_or("");
                assert!(said.contains(" · "), "{path}: {said}");
                walk(value, &path);
            }
            for inner in [&schema["items"], &schema["additionalProperties"]] {
                if inner.is_object() {
                    walk(inner, &format!("{path}/*"));
                }
            }
        }
        for schema in Schema::ALL {
            let parsed: Value = serde_json::from_str(&schema.json(&["a"])).unwrap();
            walk(&parsed, schema.as_str());
        }
    }

    #[test]
    fn a_site_may_follow_no_rules() {
        let schema: Value = serde_json::from_str(Schema::Site.source()).unwrap();
        let profiles = &schema["properties"]["government"]["properties"]["profile"]["enum"];
        assert_eq!(*profiles, json!(["government", "party", "none"]));
    }
}
