// The one door to the kit: rooms import from here, so that a component can be replaced in one place.
export {
  ActionIcon,
  Alert,
  Anchor,
  Autocomplete,
  Badge,
  Box,
  Button,
  Checkbox,
  Code,
  CopyButton,
  Divider,
  Drawer,
  Group,
  Input,
  Kbd,
  Loader,
  Menu,
  Modal,
  NativeSelect,
  NumberInput,
  Paper,
  PasswordInput,
  PinInput,
  Popover,
  Progress,
  Radio,
  SegmentedControl,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Switch,
  Table,
  Tabs,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Title,
  Tooltip,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
export { useForm } from '@mantine/form';
export { useDebouncedValue, useDisclosure, useHotkeys } from '@mantine/hooks';
export { ColourScheme, type SchemeChoice, useColourScheme } from './ColourScheme';
export { ConfirmDialog } from './ConfirmDialog';
export { EmptyState } from './EmptyState';
export { ErrorState } from './ErrorState';
export { Face } from './Face';
export { InlineText } from './InlineText';
export { Keys } from './Keys';
export { NameForm } from './NameForm';
export { PageHeader } from './PageHeader';
export { Panel, PanelRow, Section, SettingsPage } from './Section';
export { Tag } from './Tag';
export { Toaster } from './Toaster';
export { dismissToast, showToast, type Toast } from './toasts';
export { offerUndo, undoLast } from './undo';
export { When } from './When';
